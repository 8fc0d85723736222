//! The simulator's cards.
//!
//! | number begins with | organisation | type | bank |
//! |---|---|---|---|
//! | `629998` | `CU` | credit | `CMB` 招商银行 |
//! | `4` | `VI` | credit | `ICBC` 工商银行 |
//! | `5` | `MC` | credit | `BOC` 中国银行 |
//! | anything else | `CU` | debit | `CCB` 建设银行 |
//!
//! Every number can be bound and debited. Only a look-up does not know those that end in `0000`.

/// What a card is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Card {
    /// Section 6.3.
    pub(super) organisation: &'static str,
    /// `0001` credit, `0002` debit.
    pub(super) kind: &'static str,
    pub(super) issuer: &'static str,
    /// Section 6.4.
    pub(super) bank: &'static str,
}

pub(super) const CREDIT: &str = "0001";
const DEBIT: &str = "0002";

/// The first row whose beginning fits.
const CARDS: [(&str, Card); 3] = [
    ("629998", Card { organisation: "CU", kind: CREDIT, issuer: "招商银行", bank: "CMB" }),
    ("4", Card { organisation: "VI", kind: CREDIT, issuer: "工商银行", bank: "ICBC" }),
    ("5", Card { organisation: "MC", kind: CREDIT, issuer: "中国银行", bank: "BOC" }),
];

const OTHER: Card = Card { organisation: "CU", kind: DEBIT, issuer: "建设银行", bank: "CCB" };

impl Card {
    pub(super) fn of(pan: &str) -> Self {
        CARDS.iter().find(|(begin, _)| pan.starts_with(begin)).map_or(OTHER, |(_, card)| *card)
    }

    /// What a look-up finds.
    pub(super) fn known(pan: &str) -> Option<Self> {
        (!pan.ends_with("0000")).then(|| Self::of(pan))
    }
}

/// The first six and the last four digits.
pub(super) fn abbreviated(pan: &str) -> String {
    ends(pan, 6, 4)
}

/// The first three and the last four digits of a phone number.
pub(super) fn short_phone(phone: &str) -> String {
    ends(phone, 3, 4)
}

fn ends(text: &str, front: usize, back: usize) -> String {
    let (first, last) = (text.get(..front), text.len().checked_sub(back).and_then(|at| text.get(at..)));
    [first, last].into_iter().flatten().collect()
}
