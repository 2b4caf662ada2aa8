//! What one page may ask for: bytes, contracts, threads and seconds.

use std::{sync::Arc, time::Duration};

use axum::body::{Body, Bytes, to_bytes};
use tokio::{sync::Semaphore, task, time::timeout};

use super::refusal::Refusal;

/// Bytes of a file that is dropped on the page.
pub(super) const MAX_FILE: usize = 32 << 20;
/// Bytes of any other request: options and rule text.
pub(super) const MAX_ASKED: usize = 1 << 20;
/// Contracts that are kept; the one that was not asked about for longest gives way.
pub(super) const N_CONTRACTS: usize = 8;
/// Bytes of text that are kept.
pub(super) const MAX_KEPT: usize = 64 << 20;
/// Pieces of work at a time.
pub(super) const N_AT_A_TIME: usize = 2;
/// Threads for them, and a few for what the runtime does itself.
pub(super) const N_THREADS: usize = N_AT_A_TIME + 2;
/// For a request to arrive.
const TO_ARRIVE: Duration = Duration::from_secs(30);
/// For a request to be answered.
const TO_ANSWER: Duration = Duration::from_secs(60);

/// Runs pieces of work on threads of their own, a few at a time.
#[derive(Clone, Debug)]
pub(super) struct Workers {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Workers {
    pub(super) fn new() -> Workers {
        Workers { places: Arc::new(Semaphore::new(N_AT_A_TIME)), patience: TO_ANSWER }
    }

    /// Does it, or says that it takes too long. Work that was given up goes on to its end and keeps its place until
    /// then, so that giving up makes no room for more.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let places = Arc::clone(&self.places);
        let all = async move {
            let place = places.acquire_owned().await.map_err(|_| Refusal::stopped())?;
            let work = task::spawn_blocking(move || {
                let _place = place;
                work()
            });
            work.await.map_err(|_| Refusal::broken())?
        };
        timeout(self.patience, all).await.unwrap_or_else(|_| Err(Refusal::slow()))
    }
}

/// All bytes of a request, if they are no more than `limit` and come in time.
pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Refusal> {
    let bytes = timeout(TO_ARRIVE, to_bytes(body, limit)).await.map_err(|_| Refusal::slow())?;
    bytes.map_err(|_| Refusal::too_large(limit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn slow_work_is_given_up_and_keeps_its_place() {
        let workers = Workers { places: Arc::new(Semaphore::new(1)), patience: Duration::from_millis(20) };
        let (finish, wait) = std::sync::mpsc::channel::<()>();
        let slow = workers.run(move || {
            let _ = wait.recv();
            Ok(())
        });
        assert_eq!(slow.await.unwrap_err().status, Refusal::slow().status);
        assert_eq!(workers.places.available_permits(), 0);
        assert!(workers.run(|| Ok(())).await.is_err());
        drop(finish);
    }

    #[tokio::test]
    async fn work_that_panics_is_an_answer() {
        let workers = Workers::new();
        let broken = workers.run(|| -> Result<(), Refusal> { panic!("on purpose") });
        assert_eq!(broken.await.unwrap_err().status, Refusal::broken().status);
        assert_eq!(workers.places.available_permits(), N_AT_A_TIME);
    }
}
