//! The section `[events]`: logins, names and the provisioner of live events.

use chirrup_wire::Secret;
use chirrup_wire::sigv4::Credentials;
use serde::Deserialize;

/// Amazon's own limit for many calls, and a good guest's for all.
pub(crate) const CEILING: u32 = 10;
/// The shortest and the longest life of keys that Amazon gives out.
const CREDENTIAL_SECONDS: std::ops::RangeInclusive<u64> = 900..=43_200;
const SHORTEST_KEY: usize = 16;

/// Settings of live events.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventsConfig {
    /// The organiser's key for `/admin`. Nobody may call it when absent.
    pub admin_key: Option<Secret>,
    /// How long the keys of a login work.
    pub credential_seconds: u64,
    /// Requests a second to the service.
    pub rate: u32,
    /// Lets `rate` be more than 10. Only for a service of one's own.
    pub lift_ceiling: bool,
    /// Names that only the organiser gives out.
    pub reserved_names: Vec<String>,
    /// Wrong codes from one address within five minutes before it must wait.
    pub wrong_codes: u32,
    /// Tries of one code within five minutes, wherever they come from.
    pub tries_per_code: u32,
    /// The header in which one's own proxy says who called, such as `x-forwarded-for`.
    pub client_address_header: Option<String>,
    /// How often an open room is asked what happened in it.
    pub follow_seconds: u64,
    /// Members that a plain channel holds; above it an event gets an elastic one.
    pub plain_channel_members: u64,
    /// The address of the service as browsers see it, when it is not the one that is called from here.
    pub public_endpoint: Option<String>,
    /// With a service elsewhere: the key with which the Lambda function signs what it passes on.
    pub review_key: Option<Secret>,
    /// Makes and keeps the event that `cargo xtask serve` shows.
    pub demo: bool,
    /// Another service than the one in this server.
    pub chime: Option<RemoteConfig>,
}

/// A Chime service elsewhere. Its keys come from the environment: `AWS_ACCESS_KEY_ID` and so on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemoteConfig {
    /// Where it is; Amazon's addresses of the region when absent.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// Where users and channels are made.
    pub app_instance_arn: String,
    /// For whom the provisioner acts.
    pub admin_arn: String,
    /// The role that a person who logs in is given, narrowed to that person.
    pub role_arn: String,
    /// Where roles are given out; Amazon's address of the region when absent.
    pub sts_endpoint: Option<String>,
    /// The Lambda function that passes on what channel flows give it; without one nothing can be held for review.
    pub review_lambda_arn: Option<String>,
    /// What signs, from the environment.
    #[serde(skip)]
    pub credentials: Option<Credentials>,
}

impl Default for EventsConfig {
    fn default() -> Self {
        let reserved = [
            "admin",
            "administrator",
            "moderator",
            "mod",
            "host",
            "staff",
            "support",
            "official",
            "system",
            "chirrup",
        ];
        Self {
            admin_key: None,
            credential_seconds: 3600,
            rate: CEILING,
            lift_ceiling: false,
            reserved_names: reserved.map(str::to_owned).to_vec(),
            wrong_codes: 10,
            tries_per_code: 30,
            client_address_header: None,
            follow_seconds: 10,
            plain_channel_members: 10_000,
            public_endpoint: None,
            review_key: None,
            demo: false,
            chime: None,
        }
    }
}

impl EventsConfig {
    /// What TOML cannot say.
    pub(super) fn check(&self) -> Result<(), String> {
        for (name, key) in [("admin_key", &self.admin_key), ("review_key", &self.review_key)] {
            if key.as_ref().is_some_and(|key| key.reveal().len() < SHORTEST_KEY) {
                return Err(format!("events.{name} needs at least {SHORTEST_KEY} characters"));
            }
        }
        let lambda = self.chime.as_ref().and_then(|chime| chime.review_lambda_arn.as_ref());
        if lambda.is_some() && self.review_key.is_none() {
            return Err("events.chime.review_lambda_arn needs events.review_key".to_owned());
        }
        if !CREDENTIAL_SECONDS.contains(&self.credential_seconds) {
            let (least, most) = (CREDENTIAL_SECONDS.start(), CREDENTIAL_SECONDS.end());
            return Err(format!("events.credential_seconds must be from {least} to {most}"));
        }
        if self.rate == 0 {
            return Err("events.rate must be at least 1".to_owned());
        }
        if self.rate > CEILING && !self.lift_ceiling {
            let advice = "set events.lift_ceiling = true if the service is your own";
            return Err(format!("events.rate may not be above {CEILING}: {advice}"));
        }
        if self.follow_seconds == 0 {
            return Err("events.follow_seconds must be at least 1".to_owned());
        }
        match &self.chime {
            Some(chime) => chime.check(),
            None => Ok(()),
        }
    }

    /// What the command line says of the service counts more than the file.
    pub fn choose_service(
        &mut self,
        endpoint: Option<String>,
        region: Option<String>,
    ) -> Result<(), String> {
        if endpoint.is_none() && region.is_none() {
            return Ok(());
        }
        let Some(chime) = &mut self.chime else {
            let needed = "app_instance_arn, admin_arn and role_arn";
            return Err(format!("--chime-endpoint and --region need [events.chime] with {needed}"));
        };
        if endpoint.is_some() {
            chime.endpoint = endpoint;
        }
        if let Some(region) = region {
            chime.region = region;
        }
        chime.check()
    }
}

impl RemoteConfig {
    /// Takes the keys that the AWS tools take, from where they take them.
    pub(super) fn take_keys_of_environment(&mut self) {
        let read = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let (id, secret) = (read("AWS_ACCESS_KEY_ID"), read("AWS_SECRET_ACCESS_KEY"));
        self.credentials = id.zip(secret).map(|(access_key_id, secret)| Credentials {
            access_key_id,
            secret_access_key: Secret::new(secret),
            session_token: read("AWS_SESSION_TOKEN").map(Secret::new),
        });
    }

    fn check(&self) -> Result<(), String> {
        for (name, url) in [("endpoint", &self.endpoint), ("sts_endpoint", &self.sts_endpoint)] {
            let is_url = |url: &String| url.starts_with("https://") || url.starts_with("http://");
            if url.as_ref().is_some_and(|url| !is_url(url)) {
                return Err(format!("events.chime.{name} must begin with https:// or http://"));
            }
        }
        for (name, arn) in
            [("app_instance_arn", &self.app_instance_arn), ("admin_arn", &self.admin_arn)]
        {
            if crate::chime::arn::Arn::parse(arn).is_none() {
                return Err(format!("events.chime.{name} is no ARN of the Chime service"));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::EventsConfig;

    fn parse(text: &str) -> Result<EventsConfig, String> {
        let config: EventsConfig = toml::from_str(text).map_err(|error| error.to_string())?;
        config.check().map(|()| config)
    }

    #[test]
    fn ten_a_second_is_the_most_unless_the_service_is_ones_own() {
        assert_eq!(parse("").expect("a config").rate, 10);
        assert!(parse("rate = 11").expect_err("too many").contains("lift_ceiling"));
        assert_eq!(parse("rate = 5000\nlift_ceiling = true").expect("a config").rate, 5000);
        assert!(parse("rate = 0").is_err());
    }

    #[test]
    fn mistakes_are_named() {
        assert!(parse("admin_key = \"short\"").expect_err("a mistake").contains("16 characters"));
        assert!(parse("credential_seconds = 60").expect_err("a mistake").contains("900"));
        let chime = "[chime]\nregion = \"us-east-1\"\napp_instance_arn = \"x\"\nadmin_arn = \"y\"\nrole_arn = \"z\"";
        assert!(parse(chime).expect_err("a mistake").contains("app_instance_arn"));
        let mut own = EventsConfig::default();
        assert!(own.choose_service(None, Some("eu-central-1".to_owned())).is_err());
    }
}
