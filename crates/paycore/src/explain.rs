//! Why a signature is wrong: the words of the signature doctor.

use crate::Advice;

/// A mistake that explains a wrong signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Finding {
    /// The fields stand in another order than the protocol's.
    FieldOrder,
    /// Fields without a value were signed.
    EmptyKept,
    /// Fields with an empty value were left out, where they are signed too.
    EmptyDropped,
    /// A field whose value is 0 was left out, as if it were empty.
    ZeroDropped,
    /// The signed fields are not those that the protocol signs.
    UnlistedFieldLeftOut,
    /// A blank and a plus sign were confused.
    PlusForBlank,
    /// The key, or the fields, were joined in another way.
    KeyJoiner,
    /// The text that was signed lacks the key.
    KeyMissing,
    /// The text that was signed has a key at its end, where none belongs.
    KeyAppended,
    /// The key was used with a line end behind it.
    KeyNewline,
    /// The key was used in another letter case.
    KeyCase,
    /// Blanks were added or removed: a re-indented copy.
    Whitespace,
    /// A line end was added at the end, or dropped.
    TrailingNewline,
    /// The message was parsed and written anew.
    Reserialised,
    /// Slashes were signed as they are, where the protocol signs them escaped.
    SlashPlain,
    /// Characters beyond ASCII were signed as `\u` escapes.
    UnicodeEscaped,
    /// A number was signed as a text.
    NumberQuoted,
    /// A text of digits was signed as a number.
    NumberBare,
    /// The envelope was signed, or what is encrypted, where its content is.
    EnvelopeSigned,
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
            Self::FieldOrder => "field_order",
            Self::EmptyKept => "empty_kept",
            Self::EmptyDropped => "empty_dropped",
            Self::ZeroDropped => "zero_dropped",
            Self::UnlistedFieldLeftOut => "unlisted_field_left_out",
            Self::PlusForBlank => "plus_for_blank",
            Self::KeyJoiner => "key_joiner",
            Self::KeyMissing => "key_missing",
            Self::KeyAppended => "key_appended",
            Self::KeyNewline => "key_newline",
            Self::KeyCase => "key_case",
            Self::Whitespace => "whitespace",
            Self::TrailingNewline => "trailing_newline",
            Self::Reserialised => "reserialised",
            Self::SlashPlain => "slash_plain",
            Self::UnicodeEscaped => "unicode_escaped",
            Self::NumberQuoted => "number_quoted",
            Self::NumberBare => "number_bare",
            Self::EnvelopeSigned => "envelope_signed",
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
            Self::FieldOrder => (
                "the fields were signed in another order: take that of the protocol's list, or the byte order of the names where it sorts them",
                "签名字段顺序不对：须按接口文档的清单顺序；文档要求排序的，按字段名的字节序（ASCII）排序",
            ),
            Self::EmptyKept => ("fields without a value were signed: leave them out", "空值字段参与了签名：应当剔除"),
            Self::EmptyDropped => (
                "fields with an empty value were left out: what stands on the wire is signed, empty or not",
                "空值字段被剔除：报文中出现的字段即使为空也要参与签名",
            ),
            Self::ZeroDropped => ("a field with the value 0 was left out: 0 is a value", "值为 0 的字段被当作空值剔除：0 是有效值"),
            Self::UnlistedFieldLeftOut => (
                "the signed fields are not exactly the protocol's: those of its list that are sent, or all that are sent where it has no list",
                "参与签名的字段不符：文档有清单的，签清单内已发送的字段；没有清单的，签全部已发送的字段",
            ),
            Self::PlusForBlank => (
                "a blank became a plus sign, or the other way round: encode + as %2B, and decode once",
                "空格与加号混淆：+ 须编码为 %2B，且只解码一次",
            ),
            Self::KeyJoiner => {
                ("the key or the fields were joined in another way than the protocol joins them", "密钥或字段的连接方式不对")
            }
            Self::KeyMissing => ("the key is missing at the end of what was signed", "签名串末尾缺少密钥"),
            Self::KeyAppended => ("a key was put at the end of what was signed, where none belongs", "签名串末尾多了密钥：此处不应有密钥"),
            Self::KeyNewline => {
                ("the key was used with a line end behind it: cut it off where the key is read", "密钥末尾带了换行：读取密钥时请去掉")
            }
            Self::KeyCase => ("the key was used in another letter case: every character counts", "密钥大小写不对：须逐字符一致"),
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
            Self::SlashPlain => (
                "slashes were signed as they are: write each / as \\/ in the signed text, and only there",
                "斜杠未转义：签名串中每个 / 须写成 \\/，报文中不变",
            ),
            Self::UnicodeEscaped => (
                "Chinese was signed as \\u escapes: sign the characters themselves, in UTF-8",
                "中文以 \\u 转义参与签名：应以 UTF-8 原字符签名",
            ),
            Self::NumberQuoted => (
                "a number was signed as a text: sign it as it stands on the wire, without quotation marks",
                "数字被加了引号再签名：须与报文中的写法一致",
            ),
            Self::NumberBare => (
                "a text of digits was signed as a number: sign it as it stands on the wire, with its quotation marks",
                "数字字符串去掉了引号再签名：须与报文中的写法一致",
            ),
            Self::EnvelopeSigned => (
                "the envelope was signed: sign its content alone, before it is enveloped or encrypted",
                "签名对象是整个报文：只应对业务内容（加密前的明文）签名",
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
