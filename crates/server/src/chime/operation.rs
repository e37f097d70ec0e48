//! The operations of messaging and identity, and which request is which (protocol sheet §3 and §4).
//!
//! A path is split before its segments are decoded, because an ARN holds slashes. Paths are shared: the fixed
//! part of the query (`operation=…`, `scope=…`) decides before the path alone does.

use axum::http::Method;

macro_rules! operations {
    ($($(#[doc = $doc:literal])* $name:ident => $method:ident $path:literal $([$key:literal = $value:literal])? $($bearer:ident)?,)+) => {
        /// An operation, under the service's own name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "each is documented by the service under this name")]
        pub enum Operation { $($name,)+ }

        impl Operation {
            /// The service's name of it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// Whether the caller must say in `x-amz-chime-bearer` for whom it calls.
            pub fn wants_bearer(self) -> bool {
                match self { $(Self::$name => operations!(@bearer $($bearer)?),)+ }
            }
        }

        const ROUTES: &[Route] = &[
            $(Route {
                operation: Operation::$name,
                method: Method::$method,
                path: $path,
                fixed: operations!(@fixed $($key = $value)?),
            },)+
        ];
    };
    (@bearer) => { false };
    (@bearer bearer) => { true };
    (@fixed) => { None };
    (@fixed $key:literal = $value:literal) => { Some(($key, $value)) };
}

struct Route {
    operation: Operation,
    method: Method,
    /// `*` stands for one segment.
    path: &'static str,
    fixed: Option<(&'static str, &'static str)>,
}

// Routes with a fixed query stand before those of the same path without.
operations! {
    GetMessagingSessionEndpoint => GET "endpoints/messaging-session",

    GetChannelMessageStatus => GET "channels/*/messages/*" ["scope" = "message-status"] bearer,
    RedactChannelMessage => POST "channels/*/messages/*" ["operation" = "redact"] bearer,
    SendChannelMessage => POST "channels/*/messages" bearer,
    ListChannelMessages => GET "channels/*/messages" bearer,
    GetChannelMessage => GET "channels/*/messages/*" bearer,
    UpdateChannelMessage => PUT "channels/*/messages/*" bearer,
    DeleteChannelMessage => DELETE "channels/*/messages/*" bearer,
    UpdateChannelReadMarker => PUT "channels/*/readMarker" bearer,

    SearchChannels => POST "channels" ["operation" = "search"],
    ListChannelMembershipsForAppInstanceUser => GET "channels" ["scope" = "app-instance-user-memberships"] bearer,
    ListChannelsModeratedByAppInstanceUser => GET "channels" ["scope" = "app-instance-user-moderated-channels"] bearer,
    ListChannelsAssociatedWithChannelFlow => GET "channels" ["scope" = "channel-flow-associations"],
    DescribeChannelMembershipForAppInstanceUser => GET "channels/*" ["scope" = "app-instance-user-membership"] bearer,
    DescribeChannelModeratedByAppInstanceUser => GET "channels/*" ["scope" = "app-instance-user-moderated-channel"] bearer,
    ChannelFlowCallback => POST "channels/*" ["operation" = "channel-flow-callback"],
    CreateChannel => POST "channels" bearer,
    ListChannels => GET "channels" bearer,
    UpdateChannel => PUT "channels/*" bearer,
    DeleteChannel => DELETE "channels/*" bearer,
    DescribeChannel => GET "channels/*" bearer,
    PutChannelExpirationSettings => PUT "channels/*/expiration-settings",
    ListSubChannels => GET "channels/*/subchannels" bearer,

    BatchCreateChannelMembership => POST "channels/*/memberships" ["operation" = "batch-create"] bearer,
    CreateChannelMembership => POST "channels/*/memberships" bearer,
    ListChannelMemberships => GET "channels/*/memberships" bearer,
    DescribeChannelMembership => GET "channels/*/memberships/*" bearer,
    DeleteChannelMembership => DELETE "channels/*/memberships/*" bearer,
    GetChannelMembershipPreferences => GET "channels/*/memberships/*/preferences" bearer,
    PutChannelMembershipPreferences => PUT "channels/*/memberships/*/preferences" bearer,

    CreateChannelModerator => POST "channels/*/moderators" bearer,
    ListChannelModerators => GET "channels/*/moderators" bearer,
    DescribeChannelModerator => GET "channels/*/moderators/*" bearer,
    DeleteChannelModerator => DELETE "channels/*/moderators/*" bearer,
    CreateChannelBan => POST "channels/*/bans" bearer,
    ListChannelBans => GET "channels/*/bans" bearer,
    DescribeChannelBan => GET "channels/*/bans/*" bearer,
    DeleteChannelBan => DELETE "channels/*/bans/*" bearer,

    CreateChannelFlow => POST "channel-flows",
    ListChannelFlows => GET "channel-flows",
    UpdateChannelFlow => PUT "channel-flows/*",
    DescribeChannelFlow => GET "channel-flows/*",
    DeleteChannelFlow => DELETE "channel-flows/*",
    AssociateChannelFlow => PUT "channels/*/channel-flow" bearer,
    DisassociateChannelFlow => DELETE "channels/*/channel-flow/*" bearer,

    CreateAppInstance => POST "app-instances",
    ListAppInstances => GET "app-instances",
    DescribeAppInstance => GET "app-instances/*",
    UpdateAppInstance => PUT "app-instances/*",
    DeleteAppInstance => DELETE "app-instances/*",
    CreateAppInstanceAdmin => POST "app-instances/*/admins",
    ListAppInstanceAdmins => GET "app-instances/*/admins",
    DescribeAppInstanceAdmin => GET "app-instances/*/admins/*",
    DeleteAppInstanceAdmin => DELETE "app-instances/*/admins/*",
    GetAppInstanceRetentionSettings => GET "app-instances/*/retention-settings",
    PutAppInstanceRetentionSettings => PUT "app-instances/*/retention-settings",
    CreateAppInstanceUser => POST "app-instance-users",
    ListAppInstanceUsers => GET "app-instance-users",
    DescribeAppInstanceUser => GET "app-instance-users/*",
    UpdateAppInstanceUser => PUT "app-instance-users/*",
    DeleteAppInstanceUser => DELETE "app-instance-users/*",
    PutAppInstanceUserExpirationSettings => PUT "app-instance-users/*/expiration-settings",
}

/// Finds the operation of a request, and the variable segments of its path as they came, still encoded.
/// `path` is relative to the service; `query` holds decoded parameters.
pub fn route<'p>(
    method: &Method,
    path: &'p str,
    query: &[(String, String)],
) -> Option<(Operation, Vec<&'p str>)> {
    let path = path.trim_matches('/');
    let is_fixed = |fixed: (&str, &str)| {
        query.iter().any(|(name, value)| (name.as_str(), value.as_str()) == fixed)
    };
    ROUTES
        .iter()
        .filter(|route| route.method == *method && route.fixed.is_none_or(is_fixed))
        .find_map(|route| Some((route.operation, variables(route.path, path)?)))
}

fn variables<'p>(pattern: &str, path: &'p str) -> Option<Vec<&'p str>> {
    let mut variables = Vec::new();
    let mut segments = path.split('/');
    for wanted in pattern.split('/') {
        let segment = segments.next()?;
        if wanted == "*" && !segment.is_empty() {
            variables.push(segment);
        } else if wanted != segment {
            return None;
        }
    }
    segments.next().is_none().then_some(variables)
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::{Operation, route};

    fn found(
        method: &Method,
        path: &str,
        query: &[(&str, &str)],
    ) -> Option<(Operation, Vec<String>)> {
        let query: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let (operation, variables) = route(method, path, &query)?;
        Some((operation, variables.into_iter().map(str::to_owned).collect()))
    }

    #[test]
    fn an_encoded_arn_is_one_segment() {
        let (operation, variables) =
            found(&Method::POST, "/channels/arn%3Aaws%2Froom/messages", &[]).expect("a route");
        assert_eq!(operation, Operation::SendChannelMessage);
        assert_eq!(variables, ["arn%3Aaws%2Froom"]);
    }

    #[test]
    fn the_fixed_query_decides_between_operations_of_one_path() {
        let path = "/channels/c";
        let scope = |value| found(&Method::GET, path, &[("scope", value)]).map(|(found, _)| found);
        let member = Operation::DescribeChannelMembershipForAppInstanceUser;
        let moderator = Operation::DescribeChannelModeratedByAppInstanceUser;
        assert_eq!(scope("app-instance-user-membership"), Some(member));
        assert_eq!(scope("app-instance-user-moderated-channel"), Some(moderator));
        assert_eq!(scope("something-else"), Some(Operation::DescribeChannel));
    }

    #[test]
    fn what_is_no_operation_is_not_found() {
        assert_eq!(found(&Method::GET, "/", &[]), None);
        assert_eq!(found(&Method::GET, "/channels//messages", &[]), None);
        assert_eq!(found(&Method::PATCH, "/channels", &[]), None);
        assert_eq!(found(&Method::GET, "/channels/c/messages/m/more", &[]), None);
    }
}
