// Users of an app instance.

import { answered, fresh, plain, recent, same } from '../clients.js';

export const users = {
  'a user is made, described, renamed and deleted': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const id = fresh('ulla');
    const wanted = { AppInstanceArn, AppInstanceUserId: id, Name: 'Ulla', Metadata: '{"seat":7}', ClientRequestToken: fresh('token') };
    const { AppInstanceUserArn } = await answered(201, owner.identify('CreateAppInstanceUser', wanted));
    same(AppInstanceUserArn, `${AppInstanceArn}/user/${id}`);
    const again = await owner.identify('CreateAppInstanceUser', wanted);
    same(again.AppInstanceUserArn, AppInstanceUserArn, 'the same request again');
    await owner.refused('ConflictException', owner.identify('CreateAppInstanceUser', { ...wanted, Name: 'Bo' }));
    const describe = () => owner.identify('DescribeAppInstanceUser', { AppInstanceUserArn });
    const { AppInstanceUser: made } = await answered(200, describe());
    same([made.AppInstanceUserArn, made.Name, made.Metadata], [AppInstanceUserArn, 'Ulla', wanted.Metadata]);
    recent(made.CreatedTimestamp, 'CreatedTimestamp');
    recent(made.LastUpdatedTimestamp, 'LastUpdatedTimestamp');
    const changes = { AppInstanceUserArn, Name: 'Ursula', Metadata: '{"seat":8}' };
    same((await answered(200, owner.identify('UpdateAppInstanceUser', changes))).AppInstanceUserArn, AppInstanceUserArn);
    const { AppInstanceUser: renamed } = await describe();
    same([renamed.Name, renamed.Metadata], [changes.Name, changes.Metadata]);
    await answered(204, owner.identify('DeleteAppInstanceUser', { AppInstanceUserArn }));
    await owner.refused('ForbiddenException', describe());
  },

  'users are listed in pages': async ({ owner }) => {
    const AppInstanceArn = await owner.instance();
    const names = ['Ulla', 'Bo', 'Cy'];
    for (const name of names) await owner.user(name, AppInstanceArn);
    const pages = await owner.pages('ListAppInstanceUsers', { AppInstanceArn });
    same(pages.map((page) => [page.AppInstanceArn, page.AppInstanceUsers.length]), [[AppInstanceArn, 2], [AppInstanceArn, 1]]);
    same(pages.flatMap((page) => page.AppInstanceUsers.map((one) => one.Name)), names);
  },

  'a user who was deleted does nothing more, and an id must be one': async ({ owner }) => {
    const [ulla, bo] = [await owner.user('Ulla'), await owner.user('Bo')];
    const channel = await owner.channel([ulla, bo]);
    await owner.identify('DeleteAppInstanceUser', { AppInstanceUserArn: bo.arn });
    await owner.refused('ForbiddenException', bo.as('SendChannelMessage', plain(channel, 'still here')));
    const wrong = { AppInstanceArn: await owner.instance(), AppInstanceUserId: 'not an id', Name: 'Cy' };
    await owner.refused('BadRequestException', owner.identify('CreateAppInstanceUser', wrong));
    const long = { ...wrong, AppInstanceUserId: 'cy', Name: 'C'.repeat(101) };
    await owner.refused('BadRequestException', owner.identify('CreateAppInstanceUser', long));
    const homeless = { ...wrong, AppInstanceUserId: 'cy', AppInstanceArn: `${wrong.AppInstanceArn}0` };
    await owner.refused('ForbiddenException', owner.identify('CreateAppInstanceUser', homeless));
  },
};
