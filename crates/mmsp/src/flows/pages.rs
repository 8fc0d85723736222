//! The lists of paid orders, page after page. Sections 4.2.8 and 4.4.4.

use mmsp_json::{
    Signed,
    op::{gateway, quickpay},
};
use paycore::{Answer, Error};

use crate::{Gateway, Mmsp, QuickPay};

/// A query that lists paid orders.
pub trait Batch: Signed {
    /// The page that is asked for, from 1.
    fn page(&mut self) -> &mut u32;
    /// Rows a page.
    fn per_page(&self) -> u32;
    /// How many rows a reply has, and how many pages it says there are.
    fn rows(reply: &Self::Reply) -> (usize, Option<u32>);
}

macro_rules! batch {
    ($query:ty) => {
        impl Batch for $query {
            fn page(&mut self) -> &mut u32 {
                &mut self.page
            }

            fn per_page(&self) -> u32 {
                self.per_page
            }

            fn rows(reply: &Self::Reply) -> (usize, Option<u32>) {
                (reply.biz_content.len(), reply.total_page.as_deref().and_then(|pages| pages.trim().parse().ok()))
            }
        }
    };
}

batch!(quickpay::BatchQuery);
batch!(gateway::BatchQuery);

/// The pages of a list, asked for one at a time.
#[derive(Debug)]
#[must_use = "no page is asked for before `next_page`"]
pub struct Pages<'m, B> {
    client: &'m Mmsp,
    next: Option<B>,
}

impl<B: Batch> Pages<'_, B> {
    /// The next page; `None` after the last. After an error the same page is asked for again. That there are no rows proves nothing about
    /// an order.
    ///
    /// # Errors
    /// As [`send`](Mmsp::send).
    pub async fn next_page(&mut self) -> Option<Result<Answer<B::Reply>, Error>> {
        let query = self.next.as_mut()?;
        let answer = match self.client.send(query).await {
            Ok(answer) => answer,
            Err(error) => return Some(Err(error)),
        };
        let (rows, pages) = B::rows(&answer.reply);
        let full = usize::try_from(query.per_page()).is_ok_and(|per_page| rows >= per_page);
        let page = query.page();
        let more = rows > 0 && pages.map_or(full, |pages| *page < pages);
        match page.checked_add(1).filter(|_| more) {
            Some(next) => *page = next,
            None => self.next = None,
        }
        Some(Ok(answer))
    }
}

impl<'m> QuickPay<'m> {
    /// The pages of a list of paid orders, beginning with the page that `query` names.
    pub fn pages(&self, query: quickpay::BatchQuery) -> Pages<'m, quickpay::BatchQuery> {
        Pages { client: self.0, next: Some(query) }
    }
}

impl<'m> Gateway<'m> {
    /// The pages of a list of paid orders, beginning with the page that `query` names.
    pub fn pages(&self, query: gateway::BatchQuery) -> Pages<'m, gateway::BatchQuery> {
        Pages { client: self.0, next: Some(query) }
    }
}
