//! Waiting, but not for ever.

use gloo_timers::future::TimeoutFuture;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

/// The answer, where it comes within these milliseconds.
pub async fn within<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut clock = pin!(TimeoutFuture::new(milliseconds));
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(answer) => Poll::Ready(Some(answer)),
        Poll::Pending => clock.as_mut().poll(context).map(|()| None),
    })
    .await
}
