//! The worked examples of Doc 9303-11, appendices G (generic mapping), H (integrated mapping) and I
//! (chip-authentication mapping), step by step.

use hex_literal::hex;

use super::{AwaitingNonce, Established, Pace, PaceError};
use crate::{
    access_key::AccessKey,
    cipher::{Cipher, Key},
    group::Group,
    security_infos::{PaceInfo, SecurityInfos},
    testing::Script,
};

/// One entry of EF.CardAccess for AES-128.
fn info(variant: u8, parameter_id: u8) -> PaceInfo {
    let mut file = hex!("31143012060A04007F0007020204020202010202010D");
    file[14] = variant;
    file[21] = parameter_id;
    SecurityInfos::parse(&file).unwrap().pace[0]
}

fn wrapped(tag: u8, value: &[u8]) -> Vec<u8> {
    use bonafide_x509::tlv::{Tag, write};
    write(Tag(0x7C), &write(Tag(u32::from(tag)), value))
}

struct Example<'a> {
    info: PaceInfo,
    /// The key derived from the password.
    password: [u8; 16],
    encrypted_nonce: [u8; 16],
    /// The private key for the mapping or the terminal's nonce, then the ephemeral private key.
    ours: [&'a [u8]; 2],
    /// Our data for the mapping and our ephemeral public key, as they must come out.
    sent: [&'a [u8]; 2],
    chip_mapping: &'a [u8],
    chip_key: &'a [u8],
    token: [u8; 8],
    last_answer: &'a [u8],
    encryption: [u8; 16],
    authentication: [u8; 16],
}

impl Example<'_> {
    fn run(&self) -> Established {
        let awaiting = AwaitingNonce {
            protocol: self.info.protocol,
            group: self.info.group().unwrap(),
            password: Key::new(Cipher::Aes128, &self.password).unwrap(),
        };
        let mut rng = Script::new(&self.ours);
        let nonce = wrapped(0x80, &self.encrypted_nonce);
        let (awaiting, command) = awaiting.nonce(&nonce, &mut rng).unwrap();
        assert_eq!(command.data, wrapped(0x81, self.sent[0]));
        let mapping = match self.chip_mapping {
            [] => Vec::new(),
            key => wrapped(0x82, key),
        };
        let (awaiting, command) = awaiting.mapped(&mapping, &mut rng).unwrap();
        assert_eq!(command.data, wrapped(0x83, self.sent[1]));
        let (awaiting, command) = awaiting.agreed(&wrapped(0x84, self.chip_key)).unwrap();
        assert_eq!(command.class, 0);
        assert_eq!(command.data, wrapped(0x85, &self.token));
        let established = awaiting.finish(self.last_answer).unwrap();
        let keys = established.channel.keys();
        assert_eq!(keys.encryption.expose(), self.encryption);
        assert_eq!(keys.authentication.expose(), self.authentication);
        established
    }
}

#[test]
fn commands_before_the_nonce() {
    let key = AccessKey::typed("T22000129", "640812", "101031").unwrap();
    let group = Group::of_parameter_id(13).unwrap();
    let pace = Pace::new(&info(2, 13), group.clone(), true, &key);
    let (awaiting, [set_up, nonce]) = pace.begin();
    assert_eq!(
        awaiting.password.expose(),
        hex!("89DED1B26624EC1E634C1989302849DD")
    );
    assert_eq!(
        set_up.encode().unwrap(),
        hex!("0022C1A412800A04007F0007020204020283010184010D")
    );
    assert_eq!(nonce.encode().unwrap(), hex!("10860000027C0000"));
    let (_, [set_up, _]) = Pace::new(&info(4, 13), group, false, &key).begin();
    assert_eq!(
        set_up.encode().unwrap(),
        hex!("0022C1A40F800A04007F00070202040402830101")
    );
    // A curve's number with the finite field's protocol.
    assert_eq!(info(1, 13).group(), None);
}

/// Appendix G.1: ECDH on brainpoolP256r1.
fn generic_on_a_curve() -> Example<'static> {
    Example {
        info: info(2, 13),
        password: hex!("89DED1B26624EC1E634C1989302849DD"),
        encrypted_nonce: hex!("95A3A016522EE98D01E76CB6B98B42C3"),
        ours: [
            &hex!("7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99"),
            &hex!("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"),
        ],
        sent: [
            &hex!(
                "047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
                "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D"
            ),
            &hex!(
                "042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
                "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB36462"
            ),
        ],
        chip_mapping: &hex!(
            "04824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
            "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C54"
        ),
        chip_key: &hex!(
            "049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
            "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094"
        ),
        token: hex!("C2B0BD78D94BA866"),
        last_answer: &hex!("7C0A86083ABB9674BCE93C08"),
        encryption: hex!("F5F0E35C0D7161EE6724EE513A0D9A7F"),
        authentication: hex!("FE251C7858B356B24514B3BD5F4297D1"),
    }
}

#[test]
fn appendix_g1_generic_mapping_on_a_curve() {
    assert!(generic_on_a_curve().run().chip_authentication.is_none());
}

/// Appendix G.2: DH in the group of 1024 bits. The example's commands and keys, from nonce to token.
#[test]
fn appendix_g2_generic_mapping_in_a_field() {
    let group = Group::of_parameter_id(0).unwrap();
    let secret =
        crate::group::Secret::from_bytes(&hex!("5265030F751F4AD18B08AC565FC7AC952E41618D"));
    let theirs = hex!(
        "78879F57225AA8080D52ED0FC890A4B25336F699AA89A2D3A189654AF70729E6"
        "23EA5738B26381E4DA19E004706FACE7B235C2DBF2F38748312F3C98C2DD4882"
        "A41947B324AA1259AC22579DB93F7085655AF30889DBB845D9E6783FE42C9F24"
        "49400306254C8AE8EE9DD812A804C0B66E8CAFC14F84D8258950A91B44126EE6"
    );
    let key = AccessKey::typed("T22000129", "640812", "101031").unwrap();
    let nonce = key
        .pace_key(Cipher::Aes128)
        .decrypt(&[], &hex!("854D8DF5827FA6852D1A4FA701CDDDCA"))
        .unwrap();
    assert_eq!(**nonce, hex!("FA5B7E3E49753A0DB9178B7B9BD898C8"));
    let generator = group.map_generic(&nonce, &secret, &theirs).unwrap();
    assert_eq!(
        generator,
        hex!(
            "7C9CBFE98F9FBDDA8D143506FA7D9306F4CB17E3C71707AFF5E1C1A123702496"
            "84D64EE37AF44B8DBD9D45BF6023919CBAA027AB97ACC771666C8E98FF483301"
            "BFA4872DEDE9034EDFACB70814166B7F360676829B826BEA57291B5AD69FBC84"
            "EF1E779032A305803F74341793E869742D401325B37EE8565FFCDEE618342DC5"
        )
    );
    let ephemeral =
        crate::group::Secret::from_bytes(&hex!("89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA"));
    let theirs = hex!(
        "075693D9AE941877573E634B6E644F8E60AF17A0076B8B123D9201074D36152B"
        "D8B3A213F53820C42ADC79AB5D0AEEC3AEFB91394DA476BD97B9B14D0A65C1FC"
        "71A0E019CB08AF55E1F729005FBA7E3FA5DC41899238A250767A6D46DB974064"
        "386CD456743585F8E5D90CC8B4004B1F6D866C79CE0584E49687FF61BC29AEA1"
    );
    let shared = group.agree(&ephemeral, &theirs).unwrap();
    assert_eq!(
        **shared,
        hex!(
            "6BABC7B3A72BCD7EA385E4C62DB2625BD8613B24149E146A629311C4CA6698E3"
            "8B834B6A9E9CD7184BA8834AFF5043D436950C4C1E7832367C10CB8C314D40E5"
            "990B0DF7013E64B4549E2270923D06F08CFF6BD3E977DDE6ABE4C31D55C0FA2E"
            "465E553E77BDF75E3193D3834FC26E8EB1EE2FA1E4FC97C18C3F6CFFFE2607FD"
        )
    );
    let keys = crate::cipher::SessionKeys::derive(Cipher::Aes128, &shared);
    let token = super::token(info(1, 0).protocol, &keys, &group, &theirs).unwrap();
    assert_eq!(token, hex!("B46DD9BD4D98381F"));
}

#[test]
fn appendix_h1_integrated_mapping_on_a_curve() {
    Example {
        info: info(4, 13),
        password: hex!("591468CDA83D65219CCCB8560233600F"),
        encrypted_nonce: hex!("143DC40C08C8E891FBED7DEDB92B64AD"),
        ours: [
            &hex!("5DD4CBFC96F5453B130D890A1CDBAE32"),
            &hex!("A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595"),
        ],
        sent: [
            &hex!("5DD4CBFC96F5453B130D890A1CDBAE32"),
            &hex!(
                "0489CBA23FFE96AA18D824627C3E934E54A9FD0B87A95D1471DC1C0ABFDCD640D4"
                "6755DE9B7B778280B6BEBD57439ADFEB0E21FD4ED6DF42578C13418A59B34C37"
            ),
        ],
        chip_mapping: &[],
        chip_key: &hex!(
            "0467F78E5F7F7686082B293E8D087E056916D0F74BC01A5F8957D0DE45691E51E8"
            "932B69A962B52A0985AD2C0A271EE6A13A8ADDDCD1A3A994B9DED257F4D22753"
        ),
        token: hex!("450F02B86F6A0909"),
        last_answer: &hex!("7C0A860875D4D96E8D5B0308"),
        encryption: hex!("0D3FEB33251A6370893D62AE8DAAF51B"),
        authentication: hex!("B01E89E3D9E8719E586B50B4A7506E0B"),
    }
    .run();
    let generator = Group::of_parameter_id(13)
        .unwrap()
        .map_integrated(
            Cipher::Aes128,
            &hex!("2923BE84E16CD6AE529049F1F1BBE9EB"),
            &hex!("5DD4CBFC96F5453B130D890A1CDBAE32"),
        )
        .unwrap();
    assert_eq!(
        generator,
        hex!(
            "048E82D31559ED0FDE92A4D0498ADD3C23BABA94FB77691E31E90AEA77FB17D427"
            "4C1AE14BD0C3DBAC0C871B7F3608169364437CA30AC243A089D3F266C1E60FAD"
        )
    );
}

#[test]
fn appendix_h2_integrated_mapping_in_a_field() {
    let generator = Group::of_parameter_id(0)
        .unwrap()
        .map_integrated(
            Cipher::Aes128,
            &hex!("FA5B7E3E49753A0DB9178B7B9BD898C8"),
            &hex!("B3A6DB3C870C3E99245E0D1C06B747DE"),
        )
        .unwrap();
    assert_eq!(
        generator,
        hex!(
            "1D7D767F11E333BCD6DBAEF40E799E7A926B96973550656FF3C830726D118D61"
            "C276CDCC61D475CF03A98E0C0E79CAEBA5BE25578BD4551D0B10903236F0B0F9"
            "76852FA78EEA14EA0ACA87D1E91F688FE0DFF897BBE35A472621D343564B262F"
            "34223AE8FC59B664BFEDFA2BFE7516CA5510A6BBB633D517EC25D4E0BBAA16C2"
        )
    );
}

#[test]
fn appendix_i1_chip_authentication_mapping() {
    let example = Example {
        info: info(6, 13),
        password: hex!("4E6F6FBF7BE748B932C7B74161BBA9DF"),
        encrypted_nonce: hex!("CB60E8E0D85B76A9BD304747C2AD42E2"),
        ours: [
            &hex!("5D8BB87BD74D985A4B7D4325B9F7B976FE835122773400798914AA22738135CC"),
            &hex!("76ECFDAA9841C323A3F5FC5E88B88DB3EFF7E35EBF57A7E6946CB630006C2120"),
        ],
        sent: [
            &hex!(
                "047F1D410ADB7DDB3B84BF1030800981A9105D7457B4A3ADE002384F3086C67EDE"
                "1AB889104A27DB6D842B019020FBF3CEACB0DC627F7BDCAC29969E19D0E553C1"
            ),
            &hex!(
                "04446C934084D9DAB863944F219520076C29EE3F7AE6722B11FF319EC1C7728F95"
                "5483400BFF60BF0C5929270009277DC2A515E12575010AD9BA916CF1BF86FEFC"
            ),
        ],
        chip_mapping: &hex!(
            "04A234236AA9B9621E8EFB73B5245C0E09D2576E5277183C1208BDD55280CAE8B3"
            "04F365713A356E65A451E165ECC9AC0AC46E3771342C8FE5AEDD092685338E23"
        ),
        chip_key: &hex!(
            "0402AD566F3C6EC7F9324509AD50A51FA52030782A4968FCFEDF737DAEA9933331"
            "11C3B9B4C2287789BD137E7F8AA882E2A3C633CCD6ECC2C63C57AD401A09C2E1"
        ),
        token: hex!("E86BD06018A1CD3B"),
        last_answer: &hex!(
            "7C3C86088596CF055C67C1A38A301EEA964DAAE372AC990E3EFDE6333353BFC8"
            "9A6704D93DA8798CF77F5B7A54BD10CBA372B42BE0B9B5F28AA8DE2F4F92"
        ),
        encryption: hex!("0A9DA4DB03BDDE39FC5202BC44B2E89E"),
        authentication: hex!("4B1C06491ED5140CA2B537D344C6C0B1"),
    };
    let key = AccessKey::typed("C11T002JM", "960812", "231031").unwrap();
    assert_eq!(key.pace_key(Cipher::Aes128).expose(), example.password);
    let proof = example.run().chip_authentication.unwrap();
    assert_eq!(
        proof.data,
        hex!("85DC3FA93D0952BFA82F5FD189EE75BD82F11D1F0B8ED4BF5319AC9B53C426B3")
    );
    // ChipAuthenticationPublicKeyInfo of the example, with standardised domain parameters.
    let mut list = hex!(
        "3164"
        "30620609 04007F00 07020201 02305230 0C060704 007F0007 01020201 0D034200"
        "04187270 9494399E 7470A643 1BE25E83 EEE24FEA 568C2ED2 8DB48E05 DB3A610D"
        "C884D256 A40E35EF CB59BF67 53D3A489 D28C7A4D 973C2DA1 38A6E7A4 A08F68E1"
        "6F02010D"
    );
    let genuine = SecurityInfos::parse(&list).unwrap();
    let key = &genuine.chip_keys[0];
    assert_eq!(key.key_id, Some(13));
    assert!(proof.proves(key));
    // Another chip's key, or another curve, is not proven.
    let mut other = key.clone();
    other.element = key.group.generator();
    assert!(!proof.proves(&other));
    other.group = Group::of_parameter_id(12).unwrap();
    assert!(!proof.proves(&other));
    list[40] ^= 1;
    assert!(
        SecurityInfos::parse(&list)
            .unwrap()
            .chip_keys
            .first()
            .is_none_or(|key| !proof.proves(key))
    );
}

#[test]
fn wrong_answers_open_nothing() {
    let example = generic_on_a_curve();
    let begin = || AwaitingNonce {
        protocol: example.info.protocol,
        group: example.info.group().unwrap(),
        password: Key::new(Cipher::Aes128, &example.password).unwrap(),
    };
    let mut rng = Script::new(&[]);
    assert_eq!(
        begin().nonce(&wrapped(0x80, &[1; 8]), &mut rng).err(),
        Some(PaceError::Nonce(8))
    );
    assert!(matches!(
        begin().nonce(&[], &mut rng),
        Err(PaceError::Malformed(_))
    ));
    let mapping = || {
        let mut rng = Script::new(&example.ours[..1]);
        begin()
            .nonce(&wrapped(0x80, &example.encrypted_nonce), &mut rng)
            .unwrap()
            .0
    };
    // Our own key, and no point of the curve.
    assert_eq!(
        mapping()
            .mapped(&wrapped(0x82, example.sent[0]), &mut rng)
            .err(),
        Some(PaceError::Reflected)
    );
    let mut off = example.chip_mapping.to_vec();
    off[64] ^= 1;
    assert!(matches!(
        mapping().mapped(&wrapped(0x82, &off), &mut rng),
        Err(PaceError::Group(_))
    ));
    let key = || {
        let mut rng = Script::new(&example.ours[1..]);
        mapping()
            .mapped(&wrapped(0x82, example.chip_mapping), &mut rng)
            .unwrap()
            .0
    };
    assert_eq!(
        key().agreed(&wrapped(0x84, example.sent[1])).err(),
        Some(PaceError::Reflected)
    );
    let token = || key().agreed(&wrapped(0x84, example.chip_key)).unwrap().0;
    for at in 4..12 {
        let mut answer = example.last_answer.to_vec();
        answer[at] ^= 1;
        assert_eq!(token().finish(&answer).err(), Some(PaceError::Token));
    }
    assert_eq!(
        token().finish(&wrapped(0x86, &[])).err(),
        Some(PaceError::Token)
    );
}
