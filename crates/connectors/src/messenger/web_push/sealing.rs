//! What the push service carries and cannot read: message encryption for web push (RFC 8291), one record of
//! `aes128gcm` (RFC 8188).

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Prk, Salt};
use bonafide_identity::push::Subscription;

/// The size of a record, in bytes, as its header says. Every push service takes as much (RFC 8030, 7.2).
const RECORD: u32 = 4_096;
/// Ends what is said in the last record; zeros follow.
const DELIMITER: u8 = 2;

/// The browser's key is not on the curve, or what is said is too long for one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the message cannot be sealed")]
pub struct SealError;

/// The body of a push message: header, then `plain` filled up with zeros to `padded` bytes, so that its length
/// tells nothing. `own` and `salt` are drawn anew for each message.
///
/// # Errors
/// [`SealError`]
pub fn seal(
    to: &Subscription,
    plain: &[u8],
    padded: usize,
    own: &PrivateKey,
    salt: [u8; 16],
) -> Result<Vec<u8>, SealError> {
    let most = RECORD as usize - AES_128_GCM.tag_len() - 1;
    if plain.len().max(padded) > most {
        return Err(SealError);
    }
    let public = own.compute_public_key().map_err(|_| SealError)?;
    let public = public.as_ref();
    let info = [b"WebPush: info\0", &to.public()[..], public].concat();
    let theirs = UnparsedPublicKey::new(&ECDH_P256, &to.public()[..]);
    let shared: [u8; 32] = agree(own, theirs, SealError, |secret| {
        let extracted = Salt::new(HKDF_SHA256, to.auth()).extract(secret);
        expand(&extracted, &info)
    })?;
    let keys = Salt::new(HKDF_SHA256, &salt).extract(&shared);
    let key: [u8; 16] = expand(&keys, b"Content-Encoding: aes128gcm\0")?;
    let nonce: [u8; 12] = expand(&keys, b"Content-Encoding: nonce\0")?;

    let mut record = plain.to_vec();
    record.push(DELIMITER);
    record.resize(record.len().max(padded + 1), 0);
    let key = UnboundKey::new(&AES_128_GCM, &key).map_err(|_| SealError)?;
    LessSafeKey::new(key)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::empty(),
            &mut record,
        )
        .map_err(|_| SealError)?;
    let length = u8::try_from(public.len()).map_err(|_| SealError)?;
    Ok([&salt[..], &RECORD.to_be_bytes(), &[length], public, &record].concat())
}

/// As many bytes as are asked for.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(from: &Prk, info: &[u8]) -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    let info = [info];
    let expanded = from.expand(&info, Length(N)).map_err(|_| SealError)?;
    expanded.fill(&mut bytes).map_err(|_| SealError)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

    use super::*;

    fn subscription(public: &str) -> Subscription {
        let text = serde_json::json!({
            "endpoint": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
            "keys": { "p256dh": public, "auth": "BTBZMqHH6r4Tts7J_aSIgg" },
        });
        text.to_string().parse().unwrap()
    }

    const PUBLIC: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    fn own() -> PrivateKey {
        let secret = BASE64
            .decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")
            .unwrap();
        PrivateKey::from_private_key(&ECDH_P256, &secret).unwrap()
    }

    fn salt() -> [u8; 16] {
        let salt = BASE64.decode("DGv6ra1nlYgDCS1FRnbzlw").unwrap();
        salt.try_into().unwrap()
    }

    /// RFC 8291, section 5 and appendix A.
    #[test]
    fn the_example_of_the_standard() {
        let plain = b"When I grow up, I want to be a watermelon";
        let body = seal(&subscription(PUBLIC), plain, 0, &own(), salt()).unwrap();
        assert_eq!(
            BASE64.encode(body),
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLoc\
             InmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLV\
             WGNWQexSgSxsj_Qulcy4a-fN"
        );
    }

    #[test]
    fn lengths_tell_nothing_and_have_an_end() {
        let to = subscription(PUBLIC);
        let length = |plain: &[u8]| seal(&to, plain, 128, &own(), salt()).unwrap().len();
        assert_eq!(length(b""), length(&[7; 128]));
        assert_eq!(length(b""), 86 + 128 + 1 + 16);
        assert!(seal(&to, &[0; 4_079], 0, &own(), salt()).is_ok());
        assert_eq!(seal(&to, &[0; 4_080], 0, &own(), salt()), Err(SealError));
    }

    #[test]
    fn a_key_off_the_curve_is_refused() {
        let off = BASE64.encode([&[4][..], &[1; 64]].concat());
        assert_eq!(
            seal(&subscription(&off), b"", 0, &own(), salt()),
            Err(SealError)
        );
    }
}
