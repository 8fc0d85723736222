//! How messages are signed, a scheme a file: which keys a scheme needs, from the flags or from the settings.

mod kuaiqian_gateway;
mod kuaiqian_tr3;
mod mmsp_md5;
mod mmsp_payout;
mod zhangxun_md5;

use std::path::Path;

use cnpay::Explanation;

use super::stdin;
use crate::{
    args::{Explain, Scheme, Sign},
    failure::Failure,
};

/// A message's base and signature.
pub(super) struct Signed {
    /// The text that is signed, up to where a key begins.
    pub(super) base: String,
    pub(super) signature: String,
    /// The encrypted message, where the scheme encrypts too.
    pub(super) encrypt: Option<String>,
}

pub(super) fn sign(config: &Path, arguments: &Sign) -> Result<Signed, Failure> {
    if arguments.list.is_some() && arguments.scheme != Scheme::KuaiqianGateway {
        return Err(Failure::usage("--as: only kuaiqian-gateway has several messages"));
    }
    match arguments.scheme {
        Scheme::KuaiqianTr3 => kuaiqian_tr3::sign(config, arguments, &stdin()?),
        Scheme::KuaiqianGateway => kuaiqian_gateway::sign(config, arguments, &stdin()?),
        Scheme::MmspMd5 => mmsp_md5::sign(config, arguments, &stdin()?),
        Scheme::MmspPayout => mmsp_payout::sign(config, arguments, &stdin()?),
        Scheme::ZhangxunMd5 => zhangxun_md5::sign(config, arguments, &stdin()?),
    }
}

pub(super) fn explain(config: &Path, arguments: &Explain) -> Result<Explanation, Failure> {
    if arguments.list.is_some() && arguments.scheme != Scheme::KuaiqianGateway {
        return Err(Failure::usage("--as: only kuaiqian-gateway has several messages"));
    }
    match arguments.scheme {
        Scheme::KuaiqianTr3 => kuaiqian_tr3::explain(config, arguments, &stdin()?),
        Scheme::KuaiqianGateway => kuaiqian_gateway::explain(config, arguments, &stdin()?),
        Scheme::MmspMd5 => mmsp_md5::explain(config, arguments, &stdin()?),
        Scheme::MmspPayout => mmsp_payout::explain(config, arguments, &stdin()?),
        Scheme::ZhangxunMd5 => zhangxun_md5::explain(config, arguments, &stdin()?),
    }
}
