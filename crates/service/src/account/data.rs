//! What an account has of somebody: handed to them, and erased when they ask for it.

use bonafide_identity::account::Contact;
use bonafide_identity::id::AccountId;
use bonafide_identity::language::Language;
use bonafide_store::account::{self as rows, former_contacts, passkeys, sessions};
use bonafide_store::{erase_account, oidc_grants};
use serde_json::{Value, json};

use super::change::open;
use super::messages::{Say, To, language_of};
use super::{Account, Answer, Change, Period};
use crate::{Error, Service};

/// Sessions and approvals that are handed out at most.
const LISTED: u32 = 1000;
/// Accounts that are erased before others have their turn.
const BATCH: u32 = 50;

impl Service {
    /// Everything that an account has of its owner, as JSON (GDPR, articles 15 and 20). No secret
    /// is in it, nor anything that opens something.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn account_export(
        &self,
        account: &Account,
        language: Language,
    ) -> Result<Value, Error> {
        self.require_fresh(account)?;
        let now = self.now();
        let home = self.account_home(account).await?;
        let mut read = self.store().read().await?;
        let (mut contacts, mut former) = (Vec::new(), Vec::new());
        for contact in Contact::ALL {
            let kind = contact.as_str();
            former.extend(
                former_contacts::of_account(&mut read, &account.id, kind, now, LISTED).await?,
            );
            let address = rows::contact(&mut read, &account.id, kind).await?;
            let proven_at = rows::contact_proven_at(&mut read, &account.id, kind).await?;
            contacts.push(json!({
                "kind": kind,
                "address": address.map(|address| String::from_utf8_lossy(&address).into_owned()),
                "proven_at": proven_at,
            }));
        }
        let former = former.iter().map(
            |one| json!({ "kind": one.kind, "address": String::from_utf8_lossy(&one.address) }),
        );
        let former: Vec<Value> = former.collect();
        let sessions = sessions::of_account(&mut read, &account.id, now, LISTED).await?;
        let passkeys = passkeys::of_account(&mut read, &account.id).await?;
        let consents = oidc_grants::consents(&mut read, &account.id).await?;
        drop(read);
        let mut services = Vec::new();
        for consent in consents {
            let items: Value = serde_json::from_str(&consent.items).unwrap_or_default();
            services.push(json!({
                "client": consent.client,
                "name": self.client_name(&consent.client).await?,
                "organisation": consent.organisation,
                "agreed_to": items,
                "first_at": consent.created,
                "last_changed_at": consent.changed,
            }));
        }
        let history = self
            .account_history_export(account, &Period::default())
            .await?;
        let approvals = self.approvals_of(&account.id, LISTED, language).await?;
        Ok(json!({
            "exported_at": now,
            "account": account.id,
            "user_id": home.user_id,
            "opened_at": home.opened_at,
            "password_chosen_at": home.password_at,
            "erase_at": home.erase_at,
            "recovery_codes_left": home.recovery_codes,
            "pin_chosen_at": home.pin_at,
            "temporary_pin": home.pin_reset.map(|reset| json!({
                "sent_from": reset.due,
                "taken_until": reset.expires,
            })),
            "contacts": contacts,
            "contacts_before": former,
            "recovery": home.recovery.map(|line| json!({
                "access": line.access,
                "until": line.until,
            })),
            "identity": home.identity.map(|kept| json!({
                "organisation": kept.organisation,
                "organisation_name": kept.organisation_name,
                "registration": kept.registration,
                "kept_at": kept.kept_at,
                "proven": kept.proven,
            })),
            "passkeys": passkeys.iter().map(|row| json!({
                "id": hex::encode(&row.credential),
                "added_at": row.created,
                "last_used_at": row.last_used,
            })).collect::<Vec<_>>(),
            "code_apps": home.code_apps.iter().map(|app| json!({
                "name": app.name,
                "added_at": app.created_at,
                "last_used_at": app.last_used_at,
            })).collect::<Vec<_>>(),
            "approval_apps": home.apps.iter().map(|app| json!({
                "id": app.id,
                "system": app.system,
                "activated_at": app.created_at,
                "last_used_at": app.last_used_at,
                "blocked_at": app.blocked_at,
            })).collect::<Vec<_>>(),
            "approvals": approvals.iter().map(|approval| json!({
                "text": approval.text,
                "asked_at": approval.at,
                "answer": match approval.answer {
                    None => "open",
                    Some(Answer::Approved) => "approved",
                    Some(Answer::Denied) => "denied",
                    Some(Answer::Reported) => "reported",
                    Some(Answer::Missed) => "missed",
                },
            })).collect::<Vec<_>>(),
            "sessions": sessions.iter().map(|row| json!({
                "method": row.method,
                "since": row.created,
                "last_seen_at": row.last_seen,
            })).collect::<Vec<_>>(),
            "services": services,
            "history": history,
        }))
    }

    /// Has the account erased once its owner had time to think, and tells them.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn ask_for_erasure(&self, account: &Account) -> Result<(), Error> {
        self.require_fresh(account)?;
        let at = self.now() + self.account_rules().erasure;
        self.set_erasure(account, Some(at), Change::ErasureAsked)
            .await
    }

    /// Keeps an account that was to be erased. Every browser may do so that is signed in.
    ///
    /// # Errors
    /// Storage.
    pub async fn keep_account(&self, account: &Account) -> Result<(), Error> {
        self.set_erasure(account, None, Change::ErasureCanceled)
            .await
    }

    async fn set_erasure(
        &self,
        account: &Account,
        at: Option<jiff::Timestamp>,
        change: Change,
    ) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        if !rows::set_erase_at(&mut tx, &account.id, at).await? {
            return Ok(());
        }
        self.notify_owner(&mut tx, &login, change).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Erases the accounts whose time has come; gives how many.
    pub(crate) async fn erase_due_accounts(&self) -> Result<u64, Error> {
        let mut erased = 0;
        loop {
            let due =
                rows::due_to_erase(&mut *self.store().read().await?, self.now(), BATCH).await?;
            for account in &due {
                self.erase_due_account(account).await?;
                erased += 1;
            }
            if due.len() < BATCH as usize {
                return Ok(erased);
            }
        }
    }

    async fn erase_due_account(&self, account: &AccountId) -> Result<(), Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, account).await?;
        let login = rows::find(&mut tx, account).await?;
        // Somebody may have kept it meanwhile.
        let Some(login) = login.filter(|login| login.erase_at.is_some_and(|at| at <= now)) else {
            return Ok(());
        };
        let address = rows::contact(&mut tx, account, Contact::Mail.as_str()).await?;
        self.tell_purged(&mut tx, account).await?;
        erase_account(&mut tx, account, now).await?;
        if let Some(address) = address {
            let to = super::recipient(Contact::Mail, &String::from_utf8_lossy(&address))?;
            let language = language_of(&login);
            self.write(
                &mut tx,
                &To::new(&to),
                &Say::Erased,
                language,
                Contact::Mail,
            )
            .await?;
        }
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.core.wake.notifications.notify_one();
        metrics::counter!("bonafide_accounts_erased_total").increment(1);
        Ok(())
    }
}
