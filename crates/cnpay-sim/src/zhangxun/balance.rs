//! `/cashier/balance.ac`: what can be paid out. Section 4.5.

use zx_form::{Balance, op::balance::BalanceReply};

use super::{
    book::Book,
    desk::{Desk, Service},
    refusal::Refusal,
    rules::tables,
};

pub(super) const SERVICE: Service<Balance> = Service { table: tables::BALANCE, accepted: "查询成功", numbers: &[], handle: balance };

fn balance(desk: &mut Desk<'_>, request: Balance) -> Result<BalanceReply, Refusal> {
    let book = Book::of(desk.state, desk.account, desk.moment.now);
    Ok(BalanceReply {
        account: Some(format!("A{}", request.cust_id)),
        ac_type: Some("01".into()),
        ac_bal: Some(book.available.to_fen()),
        froz_balance: Some(book.frozen.to_fen()),
        ..BalanceReply::default()
    })
}
