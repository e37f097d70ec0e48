// An agent as a program: takes a contact from the desk and talks in it by the participant service.

/** Accepts the contact for the agent of this name, and joins it. */
export async function joinAsAgent(server, desk, name, contactId) {
  const accepted = await desk.accept(name, contactId);
  const participant = await joinAsParticipant(server, accepted.participantToken);
  return Object.assign(participant, accepted);
}

/** Joins with a participant token, as customer or as agent. */
export async function joinAsParticipant(server, participantToken) {
  const participant = new Participant(`${server.connect}/participant`);
  const { ConnectionCredentials } = await participant.call(
    'connection',
    { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'], ConnectParticipant: true },
    participantToken,
  );
  participant.token = ConnectionCredentials.ConnectionToken;
  return participant;
}

class Participant {
  token;
  #service;

  constructor(service) {
    this.#service = service;
  }

  async call(operation, body, bearer = this.token) {
    const response = await fetch(`${this.#service}/${operation}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-bearer': bearer },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${operation} answered ${response.status} ${await response.text()}`);
    return response.json();
  }

  say(Content, ContentType = 'text/markdown') {
    return this.call('message', { ContentType, Content });
  }

  typing() {
    return this.call('event', { ContentType: 'application/vnd.amazonaws.connect.event.typing' });
  }

  end() {
    return this.call('disconnect', {});
  }

  /** The whole transcript, oldest first. */
  async transcript() {
    const items = [];
    let NextToken;
    do {
      const page = await this.call('transcript', {
        MaxResults: 100,
        ScanDirection: 'BACKWARD',
        SortOrder: 'ASCENDING',
        ...(NextToken && { NextToken }),
      });
      items.unshift(...page.Transcript);
      NextToken = page.NextToken;
    } while (NextToken);
    return items;
  }

  /** How often a message of this text is stored. */
  async copies(text) {
    return (await this.transcript()).filter((item) => item.Content === text).length;
  }
}
