//! Why a signature is wrong: the words of the signature doctor.

use crate::Advice;

/// A mistake that explains a wrong signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// Blanks were added or removed: a re-indented copy.
    Whitespace,
    /// A line end was added at the end, or dropped.
    TrailingNewline,
    /// The message was parsed and written anew.
    Reserialised,
    /// The characters `<`, `>` and `&` of the message were escaped.
    HtmlEscaped,
    /// The message was URL-encoded.
    UrlEncoded,
    /// The message was turned into another charset.
    Charset,
    /// Signed with another hash than is accepted.
    OtherHash,
    /// Signed with a key that is none of those held.
    OtherKey,
    /// Signed with the merchant's own key.
    OwnKey,
    /// There is no signature.
    NoSignature,
    /// There is more than one signature.
    TwoSignatures,
    /// The signature is not written as one.
    MalformedSignature,
    /// None of the known mistakes: the content was changed.
    Unexplained,
}

impl Finding {
    /// The word of the finding, as the command prints it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whitespace => "whitespace",
            Self::TrailingNewline => "trailing_newline",
            Self::Reserialised => "reserialised",
            Self::HtmlEscaped => "html_escaped",
            Self::UrlEncoded => "url_encoded",
            Self::Charset => "charset",
            Self::OtherHash => "other_hash",
            Self::OtherKey => "other_key",
            Self::OwnKey => "own_key",
            Self::NoSignature => "no_signature",
            Self::TwoSignatures => "two_signatures",
            Self::MalformedSignature => "malformed_signature",
            Self::Unexplained => "unexplained",
        }
    }

    /// What happened and what to do.
    pub const fn advice(self) -> Advice {
        let (en, zh) = match self {
            Self::Whitespace => (
                "blanks were added or removed after signing: verify the bytes as they came, not a re-indented copy",
                "签名后增删了空白：请对原始字节验签，不要对重新缩进的副本验签",
            ),
            Self::TrailingNewline => {
                ("a line end was added or dropped at the end: verify the bytes as they came", "末尾多了或少了换行：请对原始字节验签")
            }
            Self::Reserialised => (
                "the message was parsed and written anew after signing: verify first, then parse exactly those bytes",
                "签名后报文被解析并重新生成：请先对原始字节验签，再解析",
            ),
            Self::HtmlEscaped => ("the message was HTML-escaped on its way: take the raw body", "报文在途中被 HTML 转义：请取原始报文体"),
            Self::UrlEncoded => ("the message was URL-encoded on its way: take the raw body", "报文在途中被 URL 编码：请取原始报文体"),
            Self::Charset => {
                ("the message was turned into another charset after signing: keep its bytes", "签名后报文被转换了字符集：请保留原始字节")
            }
            Self::OtherHash => ("signed with another hash than is accepted", "签名所用的摘要算法与要求不符"),
            Self::OtherKey => (
                "signed with a key that is none of those held: check that the provider's certificate belongs to this environment",
                "签名密钥不在已配置的公钥之中：请核对证书是否属于该环境",
            ),
            Self::OwnKey => ("signed with the merchant's own key, not the provider's", "这是用商户自己的私钥签的，而不是对方的"),
            Self::NoSignature => ("there is no signature", "没有签名"),
            Self::TwoSignatures => ("there is more than one signature: do not believe it", "签名不止一个：不可信"),
            Self::MalformedSignature => (
                "the signature is not written as the protocol writes it: one plain element, one line of base64",
                "签名书写不合协议：应为一个不带属性的元素、一行 base64",
            ),
            Self::Unexplained => (
                "none of the known mistakes explains it: the content was changed after signing",
                "没有已知的错误能解释：内容在签名后被改动",
            ),
        };
        Advice { en, zh }
    }
}

/// What the signature doctor found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Explanation {
    /// Whether the message verifies as it is.
    pub valid: bool,
    /// The mistake; `None` when it is valid.
    pub finding: Option<Finding>,
    /// What else there is to say, such as the rule that a verified message breaks.
    pub remark: Option<String>,
    /// The base that should have been signed.
    pub base: String,
    /// The base that the signature belongs to, where a mistake explains it.
    pub base_given: Option<String>,
    /// The signature that belongs to `base`, where the key to make it is at hand.
    pub signature_expected: Option<String>,
    /// The signature of the message.
    pub signature_given: Option<String>,
    /// The digest of `base`, hexadecimal.
    pub digest_expected: Option<String>,
    /// The digest that the signature holds, hexadecimal; `None` when no key opens it.
    pub digest_given: Option<String>,
}
