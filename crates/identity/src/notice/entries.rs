//! The entries of the catalogue, one line each: code, name, who reads it, HTTP status,
//! severity, what sets it apart, buttons.

use super::{Action, Audience, Notice, Severity, Topic};

macro_rules! entries {
    ($(
        $topic:ident {
            $(
                $code:ident $text:literal $name:literal
                $audience:ident $status:tt $severity:ident
                [$($action:ident)*] $($flag:ident)*
                $(= $($alias:literal)+)?
                $(; $($parameter:ident $usual:literal)+)?
            ,)+
        }
    )+) => {
        /// The stable code of a notice. In JSON, addresses and logs it is kebab-case.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(
                #[doc = concat!("`", $text, "`, ", $name, ".")]
                $code,
            )+)+
        }

        const COUNT: usize = [$($(Code::$code),+),+].len();

        impl Code {
            /// Every code, in the catalogue's order.
            pub const ALL: [Self; COUNT] = [$($(Self::$code),+),+];

            /// The code as text, e.g. `no-connection`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$code => $text,)+)+
                }
            }
        }

        pub(super) static CATALOGUE: [Notice; COUNT] = [
            $($(
                Notice {
                    code: Code::$code,
                    name: $name,
                    aliases: &[$($($alias),+)?],
                    topic: Topic::$topic,
                    audience: Audience::$audience,
                    status: entries!(@status $status),
                    severity: Severity::$severity,
                    retryable: false $(|| flag(stringify!($flag), "retryable"))*,
                    blocking: false $(|| flag(stringify!($flag), "blocking"))*,
                    actions: &[$(Action::$action),*],
                    parameters: &[$($((stringify!($parameter), $usual)),+)?],
                },
            )+)+
        ];
    };
    (@status -) => { None };
    (@status $status:literal) => { Some($status) };
}

/// Whether a word after the buttons is the flag asked for; an unknown word stops the build.
const fn flag(word: &str, wanted: &str) -> bool {
    assert!(
        same(word, "retryable") || same(word, "blocking"),
        "a flag is `retryable` or `blocking`"
    );
    same(word, wanted)
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

entries! {
    Connection {
        NoConnection "no-connection" "Amber Lantern" Person - Warning [TryAgain Cancel] retryable = "orange dolphin",
        ServerUnreachable "server-unreachable" "Quiet Harbour" Person - Warning [TryAgain Cancel] retryable = "purple kangaroo",
        ServiceFault "service-fault" "Broken Kettle" Person 500 Fault [Ok] = "green tiger",
        UnsupportedDevice "unsupported-device" "Closed Drawbridge" Person 403 Error [UseAnotherDevice] blocking = "maroon parrot" "rooted" "jailbroken",
        SomethingWentWrong "something-went-wrong" "Loose Thread" Person 500 Warning [TryAgain Cancel] retryable = "white whale" "yellow pigeon",
        InviteOnly "invite-only" "Garden Gate" Person 403 Error [Ok ContactSupport] = "lemon turtle",
        PushTokenUnavailable "push-token-unavailable" "Lost Whistle" Person - Warning [TryAgain Cancel] retryable,
        Overloaded "overloaded" "Busy Bakery" Person 503 Warning [TryAgain Cancel] retryable; minutes 5,
        TechnicalDifficulties "technical-difficulties" "Leaky Roof" Person 503 Fault [Ok] retryable,
        RequestTimeout "request-timeout" "Late Postcard" Person 408 Warning [TryAgain Cancel] retryable,
        PageNotFound "page-not-found" "Missing Signpost" Person 404 Warning [GoBack],
        ScriptsBlocked "scripts-blocked" "Folded Umbrella" Person - Warning [Reload UploadInstead],
    }
    Upload {
        UploadMissing "upload-missing" "Empty Basket" Person 422 Warning [ChooseAnotherFile],
        UploadEmpty "upload-empty" "Hollow Drum" Person 422 Warning [ChooseAnotherFile],
        UploadTruncated "upload-truncated" "Torn Letter" Person 422 Warning [TryAgain ChooseAnotherFile],
        UploadNotAnImage "upload-not-an-image" "Wooden Apple" Person 415 Warning [ChooseAnotherFile],
        UploadTooLarge "upload-too-large" "Heavy Anchor" Person 413 Warning [ChooseAnotherFile]; megabytes 20,
        UploadTooManyPixels "upload-too-many-pixels" "Giant Canvas" Person 422 Warning [ChooseAnotherFile]; megapixels 80,
        UploadTooSmall "upload-too-small" "Tiny Window" Person 422 Warning [TakeAgain ChooseAnotherFile]; pixels 400,
        UploadAnimated "upload-animated" "Spinning Top" Person 422 Warning [ChooseAnotherFile],
        UploadHeic "upload-heic" "Foreign Coin" Person 415 Warning [TakeAgain ChooseAnotherFile],
        UploadPdf "upload-pdf" "Paper Boat" Person 415 Warning [TakeAgain ChooseAnotherFile],
        UploadUnreadable "upload-unreadable" "Foggy Mirror" Person 422 Warning [TakeAgain ChooseAnotherFile],
        UploadInterrupted "upload-interrupted" "Snapped String" Person 400 Warning [TryAgain Cancel] retryable,
    }
    Camera {
        CameraRefused "camera-refused" "Drawn Curtain" Person - Warning [TryAgain UploadInstead UseAnotherDevice] retryable,
        CameraMissing "camera-missing" "Absent Painter" Person - Warning [UseAnotherDevice UploadInstead],
        CameraInUse "camera-in-use" "Shared Bicycle" Person - Warning [TryAgain UploadInstead] retryable,
        CameraUnsupported "camera-unsupported" "Ancient Typewriter" Person - Warning [UseAnotherDevice UploadInstead],
        CameraInsecure "camera-insecure" "Open Envelope" Person - Warning [UploadInstead],
        CameraStopped "camera-stopped" "Stopped Clock" Person - Warning [TryAgain UploadInstead] retryable,
    }
    Document {
        DocumentNotFound "document-not-found" "Blank Page" Person - Warning [TakeAgain],
        DocumentCropped "document-cropped" "Narrow Frame" Person - Warning [TakeAgain],
        DocumentUnreadable "document-unreadable" "Smudged Ink" Person - Warning [TakeAgain],
        DocumentBlurred "document-blurred" "Shaking Leaf" Person - Warning [TakeAgain],
        DocumentTooSmall "document-too-small" "Distant Lighthouse" Person - Warning [TakeAgain],
        DocumentTooDark "document-too-dark" "Evening Cellar" Person - Warning [TakeAgain],
        DocumentTooBright "document-too-bright" "Noon Snow" Person - Warning [TakeAgain],
        DocumentGlare "document-glare" "Dancing Mirror" Person - Warning [TakeAgain],
        DocumentCovered "document-covered" "Clumsy Thumb" Person - Warning [TakeAgain],
        DocumentFromScreen "document-from-screen" "Glass Aquarium" Person - Warning [TakeAgain],
        DocumentBlackAndWhite "document-black-and-white" "Silent Film" Person - Warning [TakeAgain],
        DocumentPrinted "document-printed" "Carbon Paper" Person - Warning [TakeAgain],
        DocumentScreenshot "document-screenshot" "Pocket Theatre" Person - Warning [TakeAgain],
        DocumentCopySuspected "document-copy-suspected" "Double Echo" Person - Information [TakeAgain],
        DocumentEdgesUnseen "document-edges-unseen" "White Rabbit" Operator - Information [],
        DocumentSideMissing "document-side-missing" "Single Glove" Person - Warning [TakeAgain],
        DocumentSameSide "document-same-side" "Twin Spoons" Person - Warning [TakeAgain],
        PortraitInsteadOfDocument "portrait-instead-of-document" "Framed Picture" Person - Warning [TakeAgain],
        DocumentKindDiffers "document-kind-differs" "Mixed Labels" Person - Warning [TakeAgain ChooseAnotherDocument],
        SpecimenDocument "specimen-document" "Plaster Cake" Person - Warning [ChooseAnotherDocument],
        ZoneNotFound "zone-not-found" "Hidden Footpath" Person - Warning [TakeAgain TypeByHand],
        ZoneCheckDigitWrong "zone-check-digit-wrong" "Crooked Ladder" Person - Warning [TakeAgain TypeByHand],
        ZoneRepaired "zone-repaired" "Mended Cup" Operator - Information [],
        ZoneTyped "zone-typed" "Patient Scribe" Operator - Information [],
        ZoneDiffers "zone-differs" "Second Handwriting" Person - Warning [TakeAgain TypeByHand],
        TypedZoneMalformed "typed-zone-malformed" "Uneven Fence" Person 422 Warning [ChangeAnswers],
        TypedZoneCheckDigitWrong "typed-zone-check-digit-wrong" "Slipped Key" Person 422 Warning [ChangeAnswers],
        DocumentExpired "document-expired" "Fallen Leaf" Person - Warning [ChooseAnotherDocument],
        DatesImpossible "dates-impossible" "Bent Calendar" Person - Warning [TakeAgain ChangeAnswers],
        StateUnknown "state-unknown" "Unmarked Map" Person - Warning [TakeAgain ChooseAnotherDocument],
        FieldsDiffer "fields-differ" "Two Voices" Person - Information [TakeAgain],
        FieldsUnread "fields-unread" "Faded Ink" Operator - Information [],
        BarcodeDiffers "barcode-differs" "Forked Melody" Person - Information [TakeAgain],
        BarcodeUncompared "barcode-uncompared" "Sealed Seashell" Operator - Information [],
        NationalNumberWrong "national-number-wrong" "Odd Abacus" Person - Information [TakeAgain],
        NationalNumberDiffers "national-number-differs" "Stray Birthday" Person - Information [TakeAgain],
        NationalNumberUnreadable "national-number-unreadable" "Smudged Ledger" Operator - Information [],
        NationalNumberUnchecked "national-number-unchecked" "Retired Yardstick" Operator - Information [],
        FieldsCorrected "fields-corrected" "Crossed Wires" Person - Information [ChangeAnswers TakeAgain],
        TooYoung "too-young" "Young Oak" Person - Error [ReturnToOrganisation]; years 18,
        DocumentAlreadyUsed "document-already-used" "Double Booking" Person - Information [Ok],
        SameImageAgain "same-image-again" "Copied Verse" Person - Warning [TakeAgain],
    }
    Face {
        FaceNotFound "face-not-found" "Vacant Chair" Person - Warning [TakeAgain],
        SeveralFaces "several-faces" "Crowded Bench" Person - Warning [TakeAgain],
        FaceTooSmall "face-too-small" "Far Balcony" Person - Warning [TakeAgain],
        FaceOffFrame "face-off-frame" "Leaning Tower" Person - Warning [TakeAgain],
        FaceBlurred "face-blurred" "Steamy Window" Person - Warning [TakeAgain],
        EyesTurnedAway "eyes-turned-away" "Passing Swallow" Person - Warning [TakeAgain],
        FaceTooDark "face-too-dark" "Dim Attic" Person - Warning [TakeAgain],
        FaceTooBright "face-too-bright" "Blazing Beach" Person - Warning [TakeAgain],
        EyesClosed "eyes-closed" "Napping Cat" Person - Warning [TakeAgain],
        FaceCovered "face-covered" "Hanging Willow" Person - Warning [TakeAgain],
        FaceTurned "face-turned" "Weather Vane" Person - Warning [TakeAgain],
        BackgroundUneven "background-uneven" "Busy Wallpaper" Person - Warning [TakeAgain],
        LightUneven "light-uneven" "Half Shade" Person - Warning [TakeAgain],
        FaceMismatch "face-mismatch" "Mismatched Keys" Person - Warning [TakeAgain ChooseAnotherDocument],
        FaceUncertain "face-uncertain" "Half Moon" Person - Warning [TakeAgain],
        PortraitNotFound "portrait-not-found" "Empty Locket" Person - Warning [TakeAgain ChooseAnotherDocument],
        PortraitTooPoor "portrait-too-poor" "Faded Stamp" Person - Warning [TakeAgain ChooseAnotherDocument],
        PortraitAsSelfie "portrait-as-selfie" "Paper Mask" Person - Warning [TakeAgain],
        FaceAlreadyUsed "face-already-used" "Echo Valley" Operator - Information [],
        PromptNotFollowed "prompt-not-followed" "Missed Cue" Person - Warning [TryAgain],
        FaceFlat "face-flat" "Pressed Flower" Person - Warning [TryAgain],
        FaceChanged "face-changed" "Swapped Hats" Person - Warning [TryAgain],
        FramesMissing "frames-missing" "Skipping Record" Person - Warning [TryAgain UseAnotherDevice],
        FramesRepeated "frames-repeated" "Looping Carousel" Person - Warning [TryAgain UseAnotherDevice],
        ScreenRecaptured "screen-recaptured" "Borrowed Window" Person - Warning [TryAgain],
        LightNotFollowed "light-not-followed" "Pale Rainbow" Person - Warning [TryAgain UseAnotherDevice],
        FramesWrong "frames-wrong" "Torn Ribbon" Person - Warning [TryAgain UseAnotherDevice],
        CaptureSuspicious "capture-suspicious" "Painted Door" Person - Information [Ok],
        LivenessUnsure "liveness-unsure" "Shy Lantern" Person - Warning [TryAgain],
        CameraPoor "camera-poor" "Old Spyglass" Operator - Information [],
        CameraUnguided "camera-unguided" "Lone Rider" Operator - Information [],
        LivenessOtherWay "liveness-other-way" "Side Gate" Person - Information [Ok],
        LivenessBlocked "liveness-blocked" "Resting Bell" Person 429 Warning [Ok] retryable; minutes 15,
        LivenessReplaced "liveness-replaced" "Relay Baton" Person 409 Warning [Reload],
        LivenessNotPerformed "liveness-not-performed" "Silent Stage" Operator - Information [],
    }
    Chip {
        ChipNotRead "chip-not-read" "Skipped Chapter" Person - Information [TryAgain],
        ChipSignatureWrong "chip-signature-wrong" "Blotted Wax" Person - Warning [ChooseAnotherDocument],
        ChipDataAltered "chip-data-altered" "Shuffled Deck" Person - Warning [TryAgain ChooseAnotherDocument],
        ChipIssuerUnknown "chip-issuer-unknown" "Unheard Accent" Person - Information [Ok],
        ChipSignerRevoked "chip-signer-revoked" "Recalled Ambassador" Person - Warning [ChooseAnotherDocument],
        ChipSignerExpired "chip-signer-expired" "Retired Notary" Person - Warning [ChooseAnotherDocument],
        ChipCopied "chip-copied" "Echoing Valley" Person - Warning [TryAgain ChooseAnotherDocument],
        ChipProofMissing "chip-proof-missing" "Mute Trumpet" Person - Warning [TryAgain ChooseAnotherDocument],
        ChipNotProven "chip-not-proven" "Plain Wrapper" Person - Information [Ok],
        ChipDiffers "chip-differs" "Diverging Rivers" Person - Warning [TakeAgain TryAgain],
        ChipPortraitUnreadable "chip-portrait-unreadable" "Undeveloped Film" Person - Information [Ok],
        ChipPortraitDiffers "chip-portrait-differs" "Unlike Sisters" Person - Warning [TakeAgain ChooseAnotherDocument],
        DocumentReportedLost "document-reported-lost" "Wandering Suitcase" Person - Warning [ChooseAnotherDocument],
        ChipNotFound "chip-not-found" "Buried Acorn" Person - Warning [TryAgain] retryable,
        ChipContactLost "chip-contact-lost" "Slippery Pebble" Person - Warning [TryAgain] retryable,
        ChipTooSlow "chip-too-slow" "Drowsy Tortoise" Person - Warning [TryAgain] retryable,
        ChipKeyWrong "chip-key-wrong" "Tangled Alphabet" Person - Warning [ChangeAnswers],
        ChipAccessRefused "chip-access-refused" "Shy Hedgehog" Person - Warning [TryAgain ChangeAnswers] retryable,
        ChipDamaged "chip-damaged" "Chipped Teapot" Person - Warning [TryAgain ChooseAnotherDocument],
        ChipUnsupported "chip-unsupported" "Rare Dialect" Person - Warning [TryAgain ChooseAnotherDocument],
        ChipInterference "chip-interference" "Crackling Radio" Person - Warning [TryAgain],
        ChipOtherReader "chip-other-reader" "Unmatched Socks" Person - Warning [TryAgain UseAnotherDevice],
        ChipReaderGone "chip-reader-gone" "Drifting Kite" Person - Warning [TryAgain] retryable,
        ChipReaderRefused "chip-reader-refused" "Raised Eyebrow" Person - Warning [TryAgain],
        ChipInterrupted "chip-interrupted" "Dropped Stitch" Person - Warning [TryAgain] retryable,
        ChipClosed "chip-closed" "Folded Easel" Person - Information [Ok],
        ChipCodeWrong "chip-code-wrong" "Misheard Melody" Person 422 Warning [TryAgain],
        ChipCodeExpired "chip-code-expired" "Dried Puddle" Person 410 Warning [TryAgain]; minutes 10,
        ChipTooManyCodes "chip-too-many-codes" "Overflowing Bucket" Person 429 Warning [Ok] retryable,
        ChipReaderBusy "chip-reader-busy" "Occupied Hammock" Person 409 Warning [TryAgain],
        ChipNumberDiffers "chip-number-differs" "Quarrelling Sundials" Person - Warning [TryAgain],
        ChipFilesUnreadable "chip-files-unreadable" "Jumbled Luggage" Developer 422 Error [ReadDocumentation],
        ChipFilesNotAccepted "chip-files-not-accepted" "Homemade Ticket" Developer 403 Error [ReadDocumentation],
        ChipNotExpected "chip-not-expected" "Sleeping Platform" Developer 409 Warning [ReadDocumentation] retryable,
        ChipChallengeUnknown "chip-challenge-unknown" "Spent Firework" Developer 410 Error [ReadDocumentation],
        ChipKeyMalformed "chip-key-malformed" "Bumpy Rhyme" Person 422 Warning [ChangeAnswers],
    }
    Registration {
        ConsentDeclined "consent-declined" "Unsigned Letter" Person 403 Information [GoBack ReturnToOrganisation],
        RegistrationRejected "registration-rejected" "Locked Cabinet" Person - Error [ReturnToOrganisation],
        TooManyAttempts "too-many-attempts" "Worn Stairs" Person 429 Error [ReturnToOrganisation],
        RegistrationExpired "registration-expired" "Melted Candle" Person 410 Error [ReturnToOrganisation],
        RegistrationCanceled "registration-canceled" "Parked Train" Person 410 Information [ReturnToOrganisation],
        RegistrationErased "registration-erased" "Clean Slate" Person 410 Information [ReturnToOrganisation],
        AsExpected "as-expected" "Calm Water" Operator - Information [],
        CheckUnavailable "check-unavailable" "Idle Windmill" Person - Information [Ok] retryable,
        HandedOver "handed-over" "Passed Torch" Operator - Information [],
        ModeratorDecision "moderator-decision" "Weighed Scale" Operator - Information [],
        SandboxSample "sandbox-sample" "Painted Scenery" Operator - Information [],
        StepAlreadyDone "step-already-done" "Second Helping" Person 409 Information [GoOn],
        StepNotOpen "step-not-open" "Early Train" Person 409 Warning [GoOn],
    }
    Handover {
        HandoverLinkExpired "handover-link-expired" "Wilted Flower" Person 410 Warning [SendNewLink]; minutes 15,
        HandoverLinkUsed "handover-link-used" "Punched Ticket" Person 410 Warning [SendNewLink],
        HandoverNumberWrong "handover-number-wrong" "Stubborn Padlock" Person 422 Warning [TryAgain],
        HandoverTooManyTries "handover-too-many-tries" "Jammed Lock" Person 429 Warning [SendNewLink],
        HandoverTooManySends "handover-too-many-sends" "Full Mailbag" Person 429 Warning [Ok] retryable; sends 5 minutes 10,
        HandoverRecipientFull "handover-recipient-full" "Heavy Doormat" Person 429 Warning [Ok] retryable; sends 5 hours 1,
        HandoverLoopback "handover-loopback" "Private Island" Person 409 Information [GoOn],
        HandoverAddressMalformed "handover-address-malformed" "Unknown Street" Person 422 Warning [ChangeAnswers],
        HandoverSendFailed "handover-send-failed" "Grounded Balloon" Person 503 Warning [TryAgain GoBack] retryable,
        HandoverTakenBack "handover-taken-back" "Returned Parcel" Person - Information [GoOn],
        ContinuedElsewhere "continued-elsewhere" "Passed Baton" Person 409 Information [GoOn],
    }
    Session {
        SessionEndingSoon "session-ending-soon" "Setting Sun" Person - Information [StaySignedIn]; minutes 2,
        SessionLastMinutes "session-last-minutes" "Last Train" Person - Warning [Ok]; minutes 2,
        SessionEnded "session-ended" "Sleeping Village" Person 401 Warning [ReturnToOrganisation],
        LinkUnknown "link-unknown" "Dead End" Person 404 Warning [ReturnToOrganisation],
        LinkUsed "link-used" "Burnt Match" Person 410 Warning [ReturnToOrganisation],
        OtherBrowser "other-browser" "Next Door" Person 403 Warning [ReturnToOrganisation],
        FormExpired "form-expired" "Stale Bread" Person 403 Warning [Reload],
        CookiesBlocked "cookies-blocked" "Sealed Jar" Person 403 Warning [Reload UseAnotherDevice],
    }
    Form {
        FieldRequired "field-required" "Empty Cup" Person 422 Warning [ChangeAnswers],
        ChoiceRequired "choice-required" "Open Crossroads" Person 422 Warning [ChangeAnswers],
        FieldTooLong "field-too-long" "Long Scarf" Person 422 Warning [ChangeAnswers]; characters 100,
        FieldCharacters "field-characters" "Strange Letters" Person 422 Warning [ChangeAnswers],
        FieldDate "field-date" "Leap Day" Person 422 Warning [ChangeAnswers],
    }
    Api {
        Unauthorized "unauthorized" "Missing Badge" Developer 401 Error [ReadDocumentation],
        InsufficientScope "insufficient-scope" "Short Rope" Developer 403 Error [ReadDocumentation],
        NotFound "not-found" "Bare Shelf" Developer 404 Error [ReadDocumentation],
        MethodNotAllowed "method-not-allowed" "Left Shoe" Developer 405 Error [ReadDocumentation],
        NotAcceptable "not-acceptable" "Picky Eater" Developer 406 Error [ReadDocumentation],
        MalformedRequest "malformed-request" "Spilled Puzzle" Developer 400 Error [ReadDocumentation],
        MalformedBody "malformed-body" "Cracked Plate" Developer 400 Error [ReadDocumentation],
        ValidationFailed "validation-failed" "Red Pencil" Developer 422 Error [ReadDocumentation],
        UnknownField "unknown-field" "Extra Chair" Developer 422 Error [ReadDocumentation],
        BodyTooLarge "body-too-large" "Overfull Cart" Developer 413 Error [ReadDocumentation]; kilobytes 64,
        UnsupportedMediaType "unsupported-media-type" "Square Peg" Developer 415 Error [ReadDocumentation],
        IdempotencyKeyMalformed "idempotency-key-malformed" "Rusty Key" Developer 400 Error [ReadDocumentation]; characters 255,
        IdempotencyKeyReused "idempotency-key-reused" "Borrowed Name" Developer 422 Error [ReadDocumentation],
        IdempotencyInProgress "idempotency-in-progress" "Boiling Pot" Developer 409 Warning [TryAgain] retryable,
        StateConflict "state-conflict" "Wrong Season" Developer 409 Error [ReadDocumentation],
        ConcurrentChange "concurrent-change" "Two Cooks" Developer 409 Warning [TryAgain] retryable,
        RateLimited "rate-limited" "Slow Lane" Developer 429 Warning [TryAgain] retryable; seconds 60,
        LimitReached "limit-reached" "Full Barn" Developer 409 Error [ReadDocumentation],
        CursorUnknown "cursor-unknown" "Lost Bookmark" Developer 422 Error [ReadDocumentation],
        ServiceUnknown "service-unknown" "Unlisted Dish" Developer 422 Error [ReadDocumentation],
        ReturnUrlNotAllowed "return-url-not-allowed" "Unpaved Road" Developer 422 Error [ReadDocumentation],
        WebhookTargetRefused "webhook-target-refused" "Barred Cellar" Developer 422 Error [ReadDocumentation],
        ClientSecretUnknown "client-secret-unknown" "Unknown Knock" Developer 401 Error [ReadDocumentation],
        ResultCodeUnknown "result-code-unknown" "Spent Coin" Developer 410 Error [ReadDocumentation],
        TestModeOnly "test-mode-only" "Toy Train" Developer 403 Error [ReadDocumentation],
        LoopbackOnly "loopback-only" "Home Port" Developer 403 Error [ReadDocumentation],
        StorageFull "storage-full" "Packed Attic" Developer 507 Fault [TryAgain] retryable,
        DatabaseUnavailable "database-unavailable" "Frozen Lake" Developer 503 Fault [TryAgain] retryable; seconds 5,
        ObjectErased "object-erased" "Swept Floor" Developer 410 Information [ReadDocumentation],
    }
    Review {
        ReviewEmpty "review-empty" "Tidy Desk" Operator - Information [Reload],
        ReviewTaken "review-taken" "Reserved Table" Operator 409 Information [GoOn],
        ReviewNotAssigned "review-not-assigned" "Other Queue" Operator 403 Warning [GoOn],
        ReviewSettled "review-settled" "Closed Book" Operator 409 Information [GoOn],
        ReviewReasonRequired "review-reason-required" "Missing Caption" Operator 422 Warning [ChangeAnswers],
        EvidenceGone "evidence-gone" "Emptied Drawer" Operator 410 Information [Ok],
        TrustNotAllowed "trust-not-allowed" "Roped Archive" Operator 403 Error [Ok],
        TrustUploadGone "trust-upload-gone" "Cleared Desk" Operator 410 Information [Ok],
        TrustFingerprint "trust-fingerprint" "Smudged Seal" Operator 422 Information [Ok],
        TrustFileMissing "trust-file-missing" "Open Folder" Operator 422 Information [Ok],
    }
    SignIn {
        PasskeyFailed "passkey-failed" "Wrong Doorbell" Operator 401 Warning [TryAgain] retryable,
        PasskeyCanceled "passkey-canceled" "Paused Song" Operator - Information [TryAgain] retryable,
        PasskeyUnsupported "passkey-unsupported" "Smooth Key" Operator - Error [UseAnotherDevice],
        OperatorLinkExpired "operator-link-expired" "Cold Coffee" Operator 410 Warning [Ok],
        OperatorSignedOut "operator-signed-out" "Empty Office" Operator 401 Information [SignIn],
        OperatorTooManyTries "operator-too-many-tries" "Tired Doorman" Operator 429 Warning [Ok] retryable; minutes 15,
        AccountSignedOut "account-signed-out" "Closed Shutter" Person 401 Information [SignIn],
        AccountFlowEnded "account-flow-ended" "Melted Snowman" Person 410 Warning [GoOn],
        AccountCodeWrong "account-code-wrong" "Crooked Digit" Person 422 Warning [TryAgain],
        AccountTooManySends "account-too-many-sends" "Overflowing Postbox" Person 429 Warning [Ok] retryable; minutes 10,
        UserIdUnsuitable "user-id-unsuitable" "Odd Nameplate" Person 422 Warning [ChangeAnswers]; shortest 5 longest 48,
        UserIdTaken "user-id-taken" "Same Nameplate" Person 422 Warning [ChangeAnswers],
        PasswordUnsuitable "password-unsuitable" "Thin Curtain" Person 422 Warning [ChangeAnswers]; shortest 8 longest 64,
        SignInFailed "sign-in-failed" "Wrong Staircase" Person 422 Warning [TryAgain],
        SignInWait "sign-in-wait" "Patient Gatekeeper" Person 429 Warning [Ok] retryable; minutes 15,
        PasswordLocked "password-locked" "Worn Keyhole" Person 403 Warning [SignIn],
        AccountBlocked "account-blocked" "Drawn Bridge" Person 403 Warning [SignIn],
        AccountLinkEnded "account-link-ended" "Faded Postcard" Person 410 Warning [Ok],
        ProveAgain "account-prove-again" "Second Handshake" Person 403 Information [GoOn]; minutes 10,
        ContactChangedLately "contact-changed-lately" "Wet Paint" Person 429 Warning [Ok] retryable; days 5,
        NothingToKeep "nothing-to-keep" "Bare Cupboard" Person 409 Warning [Ok]; hours 24,
        IdentityOfAnother "identity-of-another" "Swapped Coats" Person 409 Warning [Ok],
        IdentityElsewhere "identity-elsewhere" "Second Nest" Person 409 Warning [SignIn],
        IdentityReleasing "identity-releasing" "Packed Suitcase" Person 409 Warning [Ok]; hours 24,
        AppNotYet "app-not-yet" "Unpacked Crate" Person 403 Information [Reload]; minutes 60,
        AppTransfers "app-transfers" "Moving Van" Person 409 Warning [Ok],
        NotRecovered "not-recovered" "Borrowed Umbrella" Person 409 Warning [ContactSupport],
        RecoveryWaits "recovery-waits" "Taken Bench" Person 409 Warning [Ok],
        TooManyRecoveries "too-many-recoveries" "Worn Doorstep" Person 429 Warning [ContactSupport]; times 3,
        AccountPaused "account-paused" "Resting Windmill" Person 403 Warning [Ok],
        AppUnknown "app-unknown" "Uncrowned Phone" Person 403 Warning [Ok],
        AppBlocked "app-blocked" "Capped Pen" Person 403 Warning [Ok],
        AppsFull "apps-full" "Full Pocket" Person 409 Warning [Ok],
        ApprovalEnded "approval-ended" "Cold Tea" Person 410 Warning [Ok],
        NumberWrong "number-wrong" "Odd Sock" Person 422 Warning [TryAgain],
        PinMissing "pin-missing" "Untied Lace" Person 409 Warning [Ok],
        PinUnsuitable "pin-unsuitable" "Worn Keypad" Person 422 Warning [ChangeAnswers],
        PinWrong "pin-wrong" "Stiff Button" Person 422 Warning [TryAgain],
        PinWait "pin-wait" "Resting Keypad" Person 429 Warning [Ok] retryable; minutes 15,
        PinLocked "pin-locked" "Sealed Keypad" Person 403 Warning [Ok],
        OneTimeCodeWrong "one-time-code-wrong" "Late Tram" Person 422 Warning [TryAgain],
        OneTimeCodeWait "one-time-code-wait" "Missed Tram" Person 429 Warning [Ok] retryable; minutes 15,
        CodeAppsFull "code-apps-full" "Full Drawer" Person 409 Warning [Ok],
        PhoneChangedLately "phone-changed-lately" "Damp Plaster" Person 429 Warning [Ok] retryable; days 5,
        AuthorizationRefused "authorization-refused" "Unmarked Door" Person 400 Warning [Ok],
        DeviceCodeUnknown "device-code-unknown" "Lost Remote" Person 422 Warning [ChangeAnswers]; minutes 10,
    }
}
