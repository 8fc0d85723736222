//! The four products of the platform.

/// What a merchant signs up for. Section 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// Quick pay 快捷支付: charges a bank card after an SMS code.
    QuickPay,
    /// Scan 扫码支付: codes and pages of the wallets.
    Scan,
    /// Gateway 网关支付: sends the payer's browser to a bank.
    Gateway,
    /// Payout 代付: pays money out to a bank account.
    Payout,
}

/// Which configured address a request goes to, exactly as it stands. Section 1.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// Quick pay and scan.
    Open,
    /// The gateway's form and queries.
    Gateway,
    /// Payouts.
    Payout,
}

impl Product {
    /// Where its requests go.
    pub const fn endpoint(self) -> Endpoint {
        match self {
            Self::QuickPay | Self::Scan => Endpoint::Open,
            Self::Gateway => Endpoint::Gateway,
            Self::Payout => Endpoint::Payout,
        }
    }

    /// The entry name that its requests carry by default, section 4.1; a payout has no envelope and no entry.
    pub const fn node_id(self) -> &'static str {
        match self {
            Self::QuickPay | Self::Gateway => "openapi",
            Self::Scan => "openplat",
            Self::Payout => "",
        }
    }
}
