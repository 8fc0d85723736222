//! Delivers what the outbox holds.
//!
//! A test advances its clock and calls [`Simulator::deliver_due`]; a running simulator lets [`Simulator::deliver_forever`] do both.

use std::{fmt, sync::Arc, time::SystemTime};

use bytes::Bytes;
use http::{Request, Response};
use paycore::Effect;
use paytransport::Transport;
use tokio::task::JoinSet;

use crate::{
    Simulator,
    outbox::{Errand, Letter},
};

/// How many notices are on their way at once; the others wait.
const ON_THE_WAY: usize = 64;

/// One notice to deliver now: [take its request](Self::request), send it anywhere, and [report the answer](Self::answered).
///
/// Dropped without an answer it counts as not answered, and comes back by the schedule.
pub struct Delivery {
    simulator: Simulator,
    id: u64,
    letter: Arc<dyn Letter>,
    request: Request<Bytes>,
}

impl Delivery {
    /// The request that delivers it.
    pub fn request(&self) -> &Request<Bytes> {
        &self.request
    }

    /// Reads the merchant's answer. Whether it is the right one; any other, and the notice is sent again later.
    pub fn answered(&self, answer: &Response<Bytes>) -> bool {
        let right = self.letter.accepts(answer);
        if right {
            self.simulator.outbox().accepted(self.id);
        }
        right
    }

    async fn deliver(self, transport: &dyn Transport) -> bool {
        let answer = transport.send(self.request.clone(), Effect::Changes).await;
        let right = answer.as_ref().is_ok_and(|answer| self.answered(answer));
        match answer {
            Ok(answer) => tracing::info!(notice = self.id, status = answer.status().as_u16(), accepted = right, "notice delivered"),
            Err(error) => tracing::info!(notice = self.id, %error, "notice not delivered"),
        }
        right
    }
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Delivery({})", self.id)
    }
}

impl Simulator {
    /// The notices that have to leave now, in order. Each call plans their resend.
    pub fn due(&self) -> Vec<Delivery> {
        let (mut outbox, mut dice) = (self.outbox(), self.dice());
        let errands = outbox.due(self.clock().now(), &mut dice, self.timing());
        drop((outbox, dice));
        let delivery =
            |Errand { id, form, letter }| letter.write(form).map(|request| Delivery { simulator: self.clone(), id, letter, request });
        errands.into_iter().filter_map(delivery).collect()
    }

    /// When the next notice has to leave, if any waits.
    pub fn next_due(&self) -> Option<SystemTime> {
        self.outbox().next_due()
    }

    /// Delivers one after the other what has to leave now. Returns how many were answered rightly.
    pub async fn deliver_due(&self, transport: &dyn Transport) -> usize {
        let mut accepted = 0;
        for delivery in self.due() {
            accepted += usize::from(delivery.deliver(transport).await);
        }
        accepted
    }

    /// Delivers every notice when its time comes, until the future is dropped. A merchant that is slow to answer does not hold up the others.
    pub async fn deliver_forever(&self, transport: Arc<dyn Transport>) {
        let mut on_the_way = JoinSet::new();
        loop {
            // Listening before looking: a notice that is posted in between still wakes us.
            let posted = self.posted().notified();
            tokio::pin!(posted);
            posted.as_mut().enable();
            for delivery in self.due() {
                while on_the_way.len() >= ON_THE_WAY {
                    on_the_way.join_next().await;
                }
                let transport = Arc::clone(&transport);
                on_the_way.spawn(async move { delivery.deliver(&*transport).await });
            }
            while on_the_way.try_join_next().is_some() {}
            match self.next_due() {
                None => posted.await,
                Some(due) => tokio::select! {
                    () = posted => {}
                    () = self.clock().sleep_until(due) => {}
                },
            }
        }
    }
}
