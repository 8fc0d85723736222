//! A builder per operation, with what the client knows filled in.

use kq_xml::{
    Confirm, GetDynNum, IndAuth, IndAuthVerify, InstallmentPurchase, PciDel, PciQuery, Preauth, Purchase, QueryCardinfo, QueryTxn,
    QuickPurchase, Refund, Void,
    op::{
        ConfirmBuilder, GetDynNumBuilder, IndAuthBuilder, IndAuthVerifyBuilder, InstallmentPurchaseBuilder, PciDelBuilder, PciQueryBuilder,
        PreauthBuilder, PurchaseBuilder, QueryCardinfoBuilder, QueryTxnBuilder, QuickPurchaseBuilder, RefundBuilder, VoidBuilder,
        confirm_builder, get_dyn_num_builder, ind_auth_builder, ind_auth_verify_builder, installment_purchase_builder, pci_del_builder,
        pci_query_builder, preauth_builder, purchase_builder, query_txn_builder, quick_purchase_builder, refund_builder, void_builder,
    },
};

use super::Agreement;

/// [`IndAuth`] with merchant and terminal filled in.
pub type IndAuthPreset = IndAuthBuilder<ind_auth_builder::SetTerminalId<ind_auth_builder::SetMerchantId>>;
/// [`IndAuthVerify`] with merchant and terminal filled in.
pub type IndAuthVerifyPreset = IndAuthVerifyBuilder<ind_auth_verify_builder::SetTerminalId<ind_auth_verify_builder::SetMerchantId>>;
/// [`Purchase`] with merchant, terminal, time and notification address filled in.
pub type PurchasePreset = PurchaseBuilder<
    purchase_builder::SetTr3Url<purchase_builder::SetEntryTime<purchase_builder::SetTerminalId<purchase_builder::SetMerchantId>>>,
>;
/// [`QueryTxn`] with merchant and terminal filled in.
pub type QueryTxnPreset = QueryTxnBuilder<query_txn_builder::SetTerminalId<query_txn_builder::SetMerchantId>>;
/// [`PciQuery`] with merchant filled in.
pub type PciQueryPreset = PciQueryBuilder<pci_query_builder::SetMerchantId>;
/// [`PciDel`] with merchant filled in.
pub type PciDelPreset = PciDelBuilder<pci_del_builder::SetMerchantId>;
/// [`GetDynNum`] with merchant filled in.
pub type GetDynNumPreset = GetDynNumBuilder<get_dyn_num_builder::SetMerchantId>;
/// [`QuickPurchase`] with merchant, terminal, time and notification address filled in.
pub type QuickPurchasePreset = QuickPurchaseBuilder<
    quick_purchase_builder::SetTr3Url<
        quick_purchase_builder::SetEntryTime<quick_purchase_builder::SetTerminalId<quick_purchase_builder::SetMerchantId>>,
    >,
>;
/// [`Refund`] with merchant, terminal and time filled in.
pub type RefundPreset = RefundBuilder<refund_builder::SetEntryTime<refund_builder::SetTerminalId<refund_builder::SetMerchantId>>>;
/// [`Void`] with merchant, terminal and time filled in.
pub type VoidPreset = VoidBuilder<void_builder::SetEntryTime<void_builder::SetTerminalId<void_builder::SetMerchantId>>>;
/// [`Preauth`] with merchant, terminal, time and notification address filled in.
pub type PreauthPreset = PreauthBuilder<
    preauth_builder::SetTr3Url<preauth_builder::SetEntryTime<preauth_builder::SetTerminalId<preauth_builder::SetMerchantId>>>,
>;
/// [`Confirm`] with merchant, terminal and time filled in.
pub type ConfirmPreset = ConfirmBuilder<confirm_builder::SetEntryTime<confirm_builder::SetTerminalId<confirm_builder::SetMerchantId>>>;
/// [`InstallmentPurchase`] with merchant, terminal, time and notification address filled in.
pub type InstallmentPurchasePreset = InstallmentPurchaseBuilder<
    installment_purchase_builder::SetTr3Url<
        installment_purchase_builder::SetEntryTime<
            installment_purchase_builder::SetTerminalId<installment_purchase_builder::SetMerchantId>,
        >,
    >,
>;

impl Agreement {
    /// Begins to sign a card: the holder gets an SMS code.
    pub fn ind_auth(&self) -> IndAuthPreset {
        IndAuth::builder().merchant_id(&self.account().merchant).terminal_id(&self.account().terminal)
    }

    /// Completes a signing with the SMS code: the card is bound.
    pub fn ind_auth_verify(&self) -> IndAuthVerifyPreset {
        IndAuthVerify::builder().merchant_id(&self.account().merchant).terminal_id(&self.account().terminal)
    }

    /// Debits a bound card.
    pub fn purchase(&self) -> PurchasePreset {
        Purchase::builder()
            .merchant_id(&self.account().merchant)
            .terminal_id(&self.account().terminal)
            .entry_time(self.now())
            .maybe_tr3_url(self.account().notice_url.as_ref())
    }

    /// Asks for the state of a transaction.
    pub fn query_txn(&self) -> QueryTxnPreset {
        QueryTxn::builder().merchant_id(&self.account().merchant).terminal_id(&self.account().terminal)
    }

    /// Lists the bound cards of a customer.
    pub fn pci_query(&self) -> PciQueryPreset {
        PciQuery::builder().merchant_id(&self.account().merchant)
    }

    /// Unbinds a card.
    pub fn pci_del(&self) -> PciDelPreset {
        PciDel::builder().merchant_id(&self.account().merchant)
    }

    /// Sends an SMS code for a [`quick_purchase`](Self::quick_purchase).
    pub fn get_dyn_num(&self) -> GetDynNumPreset {
        GetDynNum::builder().merchant_id(&self.account().merchant)
    }

    /// Debits a card with an SMS code.
    pub fn quick_purchase(&self) -> QuickPurchasePreset {
        QuickPurchase::builder()
            .merchant_id(&self.account().merchant)
            .terminal_id(&self.account().terminal)
            .entry_time(self.now())
            .maybe_tr3_url(self.account().notice_url.as_ref())
    }

    /// Gives money back.
    pub fn refund(&self) -> RefundPreset {
        Refund::builder().merchant_id(&self.account().merchant).terminal_id(&self.account().terminal).entry_time(self.now())
    }

    /// Cancels a transaction of the same settlement day.
    pub fn void(&self) -> VoidPreset {
        Void::builder().merchant_id(&self.account().merchant).terminal_id(&self.account().terminal).entry_time(self.now())
    }

    /// Holds an amount on a bound card. Experimental.
    pub fn preauth(&self) -> PreauthPreset {
        Preauth::builder()
            .merchant_id(&self.account().merchant)
            .terminal_id(&self.account().terminal)
            .entry_time(self.now())
            .maybe_tr3_url(self.account().notice_url.as_ref())
    }

    /// Captures a held amount. Experimental.
    pub fn confirm(&self) -> ConfirmPreset {
        Confirm::builder().merchant_id(&self.account().merchant).terminal_id(&self.account().terminal).entry_time(self.now())
    }

    /// Debits a bound card in monthly terms. Experimental.
    pub fn installment_purchase(&self) -> InstallmentPurchasePreset {
        InstallmentPurchase::builder()
            .merchant_id(&self.account().merchant)
            .terminal_id(&self.account().terminal)
            .entry_time(self.now())
            .maybe_tr3_url(self.account().notice_url.as_ref())
    }

    /// Tells what card a number is.
    pub fn query_cardinfo(&self) -> QueryCardinfoBuilder {
        QueryCardinfo::builder()
    }
}
