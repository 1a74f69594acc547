//! The photograph of the zone that opens the chip, for whoever corrects what was read from it.

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::registration::Screen;
use bonafide_store::evidence;

use crate::person::Browser;
use crate::{Error, Service};

impl Service {
    /// The side of the document that bears the zone, drawn anew (JPEG): while the chip is asked
    /// for, and for the device alone that may see what was read from it.
    ///
    /// # Errors
    /// [`Error::StepNotOpen`] else; [`Error::EvidenceGone`]; storage.
    pub async fn zone_photograph(&self, browser: &Browser) -> Result<Vec<u8>, Error> {
        self.expect_in_hand(browser).await?;
        let seen = self.person_view(browser).await?;
        if !matches!(seen.view.screen, Screen::ReadChip { .. }) || seen.hides {
            return Err(Error::StepNotOpen);
        }
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        // Cards bear it on the back, passports on the page with the portrait.
        let sides = (loaded.record.registration.evidence()).filter(|evidence| {
            matches!(
                evidence.kind,
                EvidenceKind::DocumentFront | EvidenceKind::DocumentBack
            )
        });
        let side = sides.last().ok_or(Error::EvidenceGone)?;
        let row = evidence::find(&mut read, &browser.organisation, &side.id).await?;
        drop(read);
        self.drawn_anew(&row.ok_or(Error::EvidenceGone)?).await
    }
}
