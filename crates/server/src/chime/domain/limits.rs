//! How much there may be (protocol sheet §6). Each can be set, so that a test need not make 10,000 members.

use serde::Deserialize;

/// Quotas of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quotas {
    /// App instances.
    pub instances: u32,
    /// Users of an instance.
    pub users_per_instance: u32,
    /// Admins of an instance.
    pub admins_per_instance: u32,
    /// Channels of an instance.
    pub channels_per_instance: u32,
    /// Members of a channel that is not elastic.
    pub members_per_channel: u32,
    /// Moderators of a channel.
    pub moderators_per_channel: u32,
    /// Channels that a user may be in.
    pub memberships_per_user: u32,
    /// Channel flows of an instance.
    pub flows_per_instance: u32,
    /// Elastic channels of an instance.
    pub elastic_channels_per_instance: u32,
    /// Sub-channels of an elastic channel.
    pub sub_channels: u32,
    /// Members of a sub-channel.
    pub members_per_sub_channel: u32,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            instances: 100,
            users_per_instance: 100_000,
            admins_per_instance: 100,
            channels_per_instance: 10_000_000,
            members_per_channel: 10_000,
            moderators_per_channel: 1_000,
            memberships_per_user: 20_000,
            flows_per_instance: 100,
            elastic_channels_per_instance: 1,
            sub_channels: 100,
            members_per_sub_channel: 1_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Quotas;

    #[test]
    fn the_quotas_are_those_of_the_service() {
        let quotas = Quotas::default();
        let of_channel = (quotas.members_per_channel, quotas.moderators_per_channel);
        assert_eq!(of_channel, (10_000, 1_000));
        let of_instance = (quotas.users_per_instance, quotas.admins_per_instance);
        assert_eq!(of_instance, (100_000, 100));
        assert_eq!((quotas.memberships_per_user, quotas.flows_per_instance), (20_000, 100));
        assert_eq!((quotas.instances, quotas.channels_per_instance), (100, 10_000_000));
        let of_elastic = (quotas.sub_channels, quotas.members_per_sub_channel);
        assert_eq!((quotas.elastic_channels_per_instance, of_elastic), (1, (100, 1_000)));
    }
}
