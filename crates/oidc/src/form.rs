//! Parameters of a query or of a form: each once, in UTF-8, bounded.

use std::fmt;

/// Bytes of a query or form that are read.
pub const MOST_BYTES: usize = 32 * 1024;
/// Parameters that are read.
const MOST_PARAMETERS: usize = 64;
/// Parameters that may be repeated (RFC 8707).
const REPEATABLE: &str = "resource";

/// Why a query or form is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// More bytes or parameters than we read.
    #[error("more bytes or parameters than are read")]
    TooLarge,
    /// A percent sign without two digits, or bytes that are no UTF-8.
    #[error("parameters are not encoded as application/x-www-form-urlencoded in UTF-8")]
    Encoding,
    /// A parameter twice.
    #[error("a parameter is given more than once")]
    Repeated,
}

/// Parameters, in the order in which they came. What they hold is never printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Form {
    /// Reads a query or a form. A parameter without a value is as good as none (RFC 6749, 3.1).
    ///
    /// # Errors
    /// [`FormError`]
    pub fn parse(bytes: &[u8]) -> Result<Self, FormError> {
        if bytes.len() > MOST_BYTES {
            return Err(FormError::TooLarge);
        }
        let mut parameters: Vec<(String, String)> = Vec::new();
        let pairs = bytes
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty());
        for pair in pairs {
            if parameters.len() == MOST_PARAMETERS {
                return Err(FormError::TooLarge);
            }
            let equals = pair
                .iter()
                .position(|byte| *byte == b'=')
                .unwrap_or(pair.len());
            let name = decode(&pair[..equals])?;
            let value = decode(pair.get(equals + 1..).unwrap_or_default())?;
            if name != REPEATABLE && parameters.iter().any(|(known, _)| *known == name) {
                return Err(FormError::Repeated);
            }
            parameters.push((name, value));
        }
        parameters.retain(|(_, value)| !value.is_empty());
        Ok(Self(parameters))
    }

    /// The parameters as text, without some: what is kept of a request holds no proof of who sent it.
    pub fn to_text(&self, without: &[&str]) -> String {
        let kept = self
            .0
            .iter()
            .filter(|(name, _)| !without.contains(&name.as_str()));
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(kept)
            .finish()
    }

    /// A parameter's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Every value of a parameter that may be repeated.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Decodes one name or value.
///
/// # Errors
/// [`FormError::Encoding`]
pub fn decode(bytes: &[u8]) -> Result<String, FormError> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        out.push(match first {
            b'+' => b' ',
            b'%' => {
                let (digits, after) = rest.split_first_chunk::<2>().ok_or(FormError::Encoding)?;
                rest = after;
                let [high, low] = digits.map(|digit| char::from(digit).to_digit(16));
                let byte = high.zip(low).map(|(high, low)| high * 16 + low);
                byte.and_then(|byte| u8::try_from(byte).ok())
                    .ok_or(FormError::Encoding)?
            }
            byte => *byte,
        });
    }
    String::from_utf8(out).map_err(|_| FormError::Encoding)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_parameter_once() {
        let form = Form::parse(b"a=1&b=%C3%A9+x&c=&resource=x&resource=y").unwrap();
        assert_eq!(
            (form.get("a"), form.get("b"), form.get("c")),
            (Some("1"), Some("é x"), None)
        );
        assert_eq!(form.all("resource").count(), 2);
        for repeated in ["a=1&a=1", "a=1&%61=2", "a=&a=1", "a&a"] {
            assert_eq!(
                Form::parse(repeated.as_bytes()),
                Err(FormError::Repeated),
                "{repeated}"
            );
        }
    }

    #[test]
    fn what_is_not_encoded_rightly_is_refused() {
        for wrong in ["a=%", "a=%4", "a=%zz", "a=%ff", "%c3=1"] {
            assert_eq!(
                Form::parse(wrong.as_bytes()),
                Err(FormError::Encoding),
                "{wrong}"
            );
        }
        let many = (0..=MOST_PARAMETERS).fold(String::new(), |text, n| format!("{text}p{n}=1&"));
        assert_eq!(Form::parse(many.as_bytes()), Err(FormError::TooLarge));
        assert_eq!(
            Form::parse(&vec![b'a'; MOST_BYTES + 1]),
            Err(FormError::TooLarge)
        );
    }

    #[test]
    fn what_is_kept_reads_the_same() {
        let form = Form::parse(b"a=%26+x&client_secret=s&resource=r&resource=t").unwrap();
        let kept = Form::parse(form.to_text(&["client_secret"]).as_bytes()).unwrap();
        assert_eq!(
            (kept.get("a"), kept.get("client_secret")),
            (Some("& x"), None)
        );
        assert_eq!(kept.all("resource").count(), 2);
    }

    #[test]
    fn values_are_not_printed() {
        let form = Form::parse(b"client_secret=hidden").unwrap();
        assert_eq!(format!("{form:?}"), r#"["client_secret"]"#);
    }

    proptest! {
        #[test]
        fn what_was_encoded_is_read(pairs in proptest::collection::btree_map(".{1,8}", ".{1,8}", 0..8)) {
            let text: String = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&pairs).finish();
            let form = Form::parse(text.as_bytes()).unwrap();
            for (name, value) in &pairs {
                prop_assert_eq!(form.get(name), Some(value.as_str()));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = Form::parse(&bytes);
        }
    }
}
