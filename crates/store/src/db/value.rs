//! The values that both databases share: text, 64-bit integers and blobs, each
//! with a typed null. Times are integer microseconds, truth is 0 or 1.

use jiff::Timestamp;
use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::error::StoreError;

/// A value on its way in or out; `None` is a null of that type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Text(Option<String>),
    Int(Option<i64>),
    Blob(Option<Vec<u8>>),
}

/// What a statement's parameter can be made of.
pub(crate) trait Bind {
    fn bind(&self) -> Value;
    /// The null of this type.
    fn null() -> Value;
}

/// What a column can be read as.
pub(crate) trait Column: Sized {
    /// Reads a non-null value.
    fn from_value(value: Value) -> Result<Self, StoreError>;

    fn read(row: &Row, name: &'static str) -> Result<Self, StoreError>
    where
        Self: Bind,
    {
        let value = row.value(name, Self::null())?;
        Self::from_value(value)
            .map_err(|error| StoreError::Corrupt(format!("column {name}: {error}")))
    }
}

fn unexpected(what: &str) -> StoreError {
    StoreError::Corrupt(format!("expected {what}"))
}

macro_rules! text_like {
    ($($type:ty: $to:expr;)+) => {$(
        impl Bind for $type {
            fn bind(&self) -> Value {
                let to: fn(&$type) -> String = $to;
                Value::Text(Some(to(self)))
            }
            fn null() -> Value {
                Value::Text(None)
            }
        }
    )+};
}

text_like! {
    str: |text| text.to_owned();
    String: Clone::clone;
}

impl Column for String {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Text(Some(text)) => Ok(text),
            _ => Err(unexpected("text")),
        }
    }
}

macro_rules! identifiers {
    ($($id:ident),+ $(,)?) => {$(
        text_like! { bonafide_identity::id::$id: |id| id.as_str().to_owned(); }

        impl Column for bonafide_identity::id::$id {
            fn from_value(value: Value) -> Result<Self, StoreError> {
                String::from_value(value)?
                    .parse()
                    .map_err(|_| unexpected(stringify!($id)))
            }
        }
    )+};
}

identifiers!(
    OrganisationId,
    AccountId,
    RegistrationId,
    EvidenceId,
    ReviewCaseId,
    OperatorId,
    ApiKeyId,
    ClientId,
    WebhookEndpointId,
    WebhookMessageId,
    JobId,
    HandoverId,
    BrowserId,
    MessageId,
    TrustSourceId,
    TrustUploadId,
    AppId,
    ApprovalId,
    AccountEventId,
);

macro_rules! integers {
    ($($type:ty: $to:expr, $from:expr;)+) => {$(
        impl Bind for $type {
            fn bind(&self) -> Value {
                let to: fn($type) -> i64 = $to;
                Value::Int(Some(to(*self)))
            }
            fn null() -> Value {
                Value::Int(None)
            }
        }

        impl Column for $type {
            fn from_value(value: Value) -> Result<Self, StoreError> {
                let from: fn(i64) -> Option<$type> = $from;
                match value {
                    Value::Int(Some(number)) => from(number),
                    _ => None,
                }
                .ok_or_else(|| unexpected(stringify!($type)))
            }
        }
    )+};
}

integers! {
    i64: |n| n, Some;
    u32: i64::from, |n| n.try_into().ok();
    u16: i64::from, |n| n.try_into().ok();
    bool: i64::from, |n| match n { 0 => Some(false), 1 => Some(true), _ => None };
    Timestamp: |t| t.as_microsecond(), |n| Timestamp::from_microsecond(n).ok();
}

impl Bind for [u8] {
    fn bind(&self) -> Value {
        Value::Blob(Some(self.to_owned()))
    }
    fn null() -> Value {
        Value::Blob(None)
    }
}

impl Bind for Vec<u8> {
    fn bind(&self) -> Value {
        self.as_slice().bind()
    }
    fn null() -> Value {
        Value::Blob(None)
    }
}

impl Column for Vec<u8> {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Blob(Some(bytes)) => Ok(bytes),
            _ => Err(unexpected("bytes")),
        }
    }
}

/// A list of texts, stored as a JSON array.
impl Bind for Vec<String> {
    fn bind(&self) -> Value {
        Value::Text(Some(serde_json::Value::from(self.as_slice()).to_string()))
    }
    fn null() -> Value {
        Value::Text(None)
    }
}

impl Column for Vec<String> {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        serde_json::from_str(&String::from_value(value)?).map_err(|_| unexpected("a list of texts"))
    }
}

impl<const N: usize> Bind for [u8; N] {
    fn bind(&self) -> Value {
        self.as_slice().bind()
    }
    fn null() -> Value {
        Value::Blob(None)
    }
}

impl<const N: usize> Column for [u8; N] {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        Vec::from_value(value)?
            .try_into()
            .map_err(|_| unexpected("bytes of another length"))
    }
}

impl<T: Bind + ?Sized> Bind for &T {
    fn bind(&self) -> Value {
        T::bind(self)
    }
    fn null() -> Value {
        T::null()
    }
}

impl<T: Bind> Bind for Option<T> {
    fn bind(&self) -> Value {
        self.as_ref().map_or_else(T::null, T::bind)
    }
    fn null() -> Value {
        T::null()
    }
}

impl<T: Column> Column for Option<T> {
    fn from_value(value: Value) -> Result<Self, StoreError> {
        match value {
            Value::Text(None) | Value::Int(None) | Value::Blob(None) => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

/// One row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The column `name`, decoded as the type of `like`.
    pub(crate) fn value(&self, name: &str, like: Value) -> Result<Value, StoreError> {
        macro_rules! decode {
            ($row:expr) => {
                match like {
                    Value::Text(_) => $row.try_get(name).map(Value::Text),
                    Value::Int(_) => $row.try_get(name).map(Value::Int),
                    Value::Blob(_) => $row.try_get(name).map(Value::Blob),
                }
            };
        }
        match self {
            Self::Sqlite(row) => decode!(row),
            Self::Postgres(row) => decode!(row),
        }
        .map_err(|error| StoreError::Corrupt(error.to_string()))
    }

    /// The names of the columns, in order.
    #[cfg(feature = "testing")]
    pub(crate) fn names(&self) -> Vec<String> {
        use sqlx::Column as _;
        match self {
            Self::Sqlite(row) => row.columns().iter().map(|c| c.name().to_owned()).collect(),
            Self::Postgres(row) => row.columns().iter().map(|c| c.name().to_owned()).collect(),
        }
    }

    /// The column `name` as `T`.
    pub(crate) fn read<T: Bind + Column>(&self, name: &'static str) -> Result<T, StoreError> {
        T::read(self, name)
    }
}

/// A row's struct; made by `record!`.
pub(crate) trait Record: Sized {
    /// Its columns, separated by commas.
    const COLUMNS: &'static str;
    /// The columns' values, in that order.
    fn values(&self) -> Vec<Value>;
    fn from_row(row: &Row) -> Result<Self, StoreError>;
}

/// Declares a row's struct; its fields are its columns.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $(#[$first_meta:meta])* pub $first:ident: $first_type:ty,
            $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        $vis struct $name {
            $(#[$first_meta])* pub $first: $first_type,
            $($(#[$field_meta])* pub $field: $type,)*
        }

        impl $crate::db::Record for $name {
            const COLUMNS: &'static str =
                concat!(stringify!($first) $(, ", ", stringify!($field))*);

            fn values(&self) -> Vec<$crate::db::Value> {
                vec![$crate::db::Bind::bind(&self.$first), $($crate::db::Bind::bind(&self.$field)),*]
            }

            fn from_row(row: &$crate::db::Row) -> Result<Self, $crate::error::StoreError> {
                Ok(Self {
                    $first: row.read(stringify!($first))?,
                    $($field: row.read(stringify!($field))?,)*
                })
            }
        }
    };
}
pub(crate) use record;

/// Declares an enum that is stored as text.
macro_rules! text_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored text.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl $crate::db::Bind for $name {
            fn bind(&self) -> $crate::db::Value {
                $crate::db::Value::Text(Some(self.as_str().to_owned()))
            }
            fn null() -> $crate::db::Value {
                $crate::db::Value::Text(None)
            }
        }

        impl $crate::db::Column for $name {
            fn from_value(value: $crate::db::Value) -> Result<Self, $crate::error::StoreError> {
                match String::from_value(value)?.as_str() {
                    $($text => Ok(Self::$variant),)+
                    _ => Err($crate::error::StoreError::Corrupt(
                        concat!("not a ", stringify!($name)).to_owned(),
                    )),
                }
            }
        }
    };
}
pub(crate) use text_enum;
