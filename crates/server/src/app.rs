//! What every handler shares.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::chime;
use crate::chime::operations::Background;
use crate::chime::service::Chime;
use crate::config::Config;
use crate::desk::Desk;
use crate::events::Events;
use crate::flow::{Alarm, Flow};
use crate::hub::Hub;
use crate::metrics::Metrics;
use crate::store::{News, Store, StoreError, Tx};
use crate::throttle::Throttle;

/// A cheap handle to everything a handler needs.
#[derive(Clone)]
pub struct App {
    /// The config, checked.
    pub config: Arc<Config>,
    /// What survives a restart.
    pub store: Store,
    /// Who listens.
    pub hub: Arc<Hub>,
    /// The contact flow.
    pub flow: Arc<Flow>,
    /// When the next room is woken.
    pub alarm: Arc<Alarm>,
    /// The agents' desk.
    pub desk: Arc<Desk>,
    /// Live events: who watches, who guesses.
    pub events: Arc<Events>,
    /// Channels, and who may call for whom.
    pub chime: Arc<Chime>,
    /// What the service does without being called.
    pub background: Arc<Background>,
    /// The throttle table.
    pub throttle: Arc<Throttle>,
    /// Figures.
    pub metrics: Arc<Metrics>,
    /// Signs page tokens.
    pub page_key: [u8; 32],
    /// Cancelled when the server stops.
    pub stopping: CancellationToken,
    /// Sockets and background work, to wait for at the end.
    pub tasks: TaskTracker,
}

impl App {
    /// Opens the store and puts everything together. Must run inside the runtime.
    pub async fn open(config: Config) -> Result<Self, StoreError> {
        let metrics = Arc::new(Metrics::new());
        let hub = Arc::new(Hub::new(Arc::clone(&metrics)));
        let channels = Arc::new(chime::hub::Hub::new(Arc::clone(&metrics)));
        let alarm = Arc::new(Alarm::default());
        let desk = Arc::new(Desk::new(&config));
        let tell = {
            let (hub, alarm, desk) = (Arc::clone(&hub), Arc::clone(&alarm), Arc::clone(&desk));
            let channels = Arc::clone(&channels);
            move |all: Vec<News>| {
                for news in all {
                    match news {
                        News::Item { .. }
                        | News::Receipt { .. }
                        | News::Gone { .. }
                        | News::Over { .. } => crate::connect::relay(&hub, news),
                        News::Desk => desk.ring(),
                        News::Wake(at) => alarm.set(at),
                        News::Chime(news) => chime::relay(&channels, news),
                    }
                }
            }
        };
        let watch = {
            let metrics = Arc::clone(&metrics);
            move |stats| metrics.count_commit(stats)
        };
        let store = Store::open(&config.data, tell, watch)?;
        let region = config.chime.region.clone();
        let identify = move |tx: &mut Tx<'_>| -> Result<_, StoreError> {
            let identity = chime::bootstrap::identify(tx, &region)?;
            let (instance, admin) = (&identity.app_instance_arn, &identity.admin_arn);
            chime::operations::bootstrap(tx, instance, admin, "Chirrup")?;
            Ok(identity)
        };
        let chime = Arc::new(Chime::new(store.write(identify).await?, channels, &config.chime));
        let events = Arc::new(Events::new(&config.events, &config.data)?);
        let page_key = store.read(|reads| reads.page_key()).await?;
        Ok(Self {
            flow: Arc::new(Flow::new(&config)),
            throttle: Arc::new(Throttle::new(&config.throttle)),
            config: Arc::new(config),
            store,
            hub,
            alarm,
            desk,
            events,
            chime,
            background: Arc::new(Background::default()),
            metrics,
            page_key,
            stopping: CancellationToken::new(),
            tasks: TaskTracker::new(),
        })
    }

    /// Contacts of agents who are no longer in the config wait for anybody.
    pub async fn release_orphans(&self) -> Result<(), StoreError> {
        let agents: Vec<_> = self.config.agents.iter().map(|agent| agent.id.clone()).collect();
        let release = move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
            for id in tx.reads().orphaned_rooms(&agents)? {
                if let Some(mut room) = tx.reads().room(&id)? {
                    let items = room.release(tx.now());
                    tx.keep(&room, items)?;
                }
            }
            Ok(())
        };
        self.store.write(release).await
    }
}
