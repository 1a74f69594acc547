//! Another password, mail address or phone, by whoever is signed in.

use axum::extract::State;
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_identity::account::Contact;
use bonafide_service::account::ChangeStage;

use super::ask::{Ask, Input};
use super::open::KEPT;
use super::prove::Next;
use super::{Owner, flow, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::limits::ClientAddress;
use crate::state::Web;

const PASSWORD: &str = "/account/change/password";

pub(super) fn another(visitor: &Visitor, csrf: &str) -> Ask {
    Ask::new(
        visitor,
        [
            "account-another-title",
            "account-change-password-lead",
            "account-another-button",
        ],
        PASSWORD,
        PASSWORD,
    )
    .csrf(csrf)
    .input(Input::new(
        visitor.say,
        "password",
        ["account-new-password-label", "account-new-password-hint"],
        "new-password",
    ))
    .link("/account", "account-back-link")
}

/// `GET /account/change/password`
pub(super) async fn password_page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    Next::Password.shown(&web, &owner, another(&visitor, &owner.0.csrf))
}

/// `POST /account/change/password`
pub(super) async fn password(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let chosen = sheet.whole("password");
    match web.service.change_password(&owner.0, chosen).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => match Next::Password.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => another(&visitor, &owner.0.csrf).wrong(told(error, visitor.say)?),
        },
    }
}

/// A contact with its pages.
#[derive(Clone, Copy)]
pub(super) struct Pages {
    contact: Contact,
    next: Next,
    page: &'static str,
    send: &'static str,
    prove: &'static str,
}

const MAIL: Pages = Pages {
    contact: Contact::Mail,
    next: Next::Mail,
    page: "/account/change/mail",
    send: "/account/change/mail/send",
    prove: "/account/change/mail/prove",
};
const PHONE: Pages = Pages {
    contact: Contact::Phone,
    next: Next::Phone,
    page: "/account/change/phone",
    send: "/account/change/phone/send",
    prove: "/account/change/phone/prove",
};

impl Pages {
    #[cfg(test)]
    pub(super) const ALL: [Self; 2] = [MAIL, PHONE];

    pub(super) fn asked(self, visitor: &Visitor, csrf: &str, stage: &ChangeStage) -> Ask {
        let say = visitor.say;
        let ask = |ids, action| {
            Ask::new(visitor, ids, self.page, action)
                .csrf(csrf)
                .link("/account", "account-back-link")
        };
        match (stage, self.contact) {
            (ChangeStage::Address, Contact::Mail) => ask(
                [
                    "account-change-mail-title",
                    "account-change-mail-lead",
                    "account-mail-button",
                ],
                self.send,
            )
            .input(Input::new(
                say,
                "address",
                ["account-mail-label", "account-mail-hint"],
                "email",
            )),
            (ChangeStage::Address, Contact::Phone) => ask(
                [
                    "account-change-phone-title",
                    "account-change-phone-lead",
                    "account-phone-button",
                ],
                self.send,
            )
            .input(Input::new(
                say,
                "address",
                ["account-phone-label", "account-phone-hint"],
                "tel",
            )),
            (ChangeStage::Code(address), contact) => {
                let (ids, causes) = match contact {
                    Contact::Mail => (
                        [
                            "account-mail-code-title",
                            "account-mail-code-lead",
                            "account-mail-code-button",
                        ],
                        [
                            "account-no-mail-1",
                            "account-no-mail-2",
                            "account-no-mail-3",
                            "account-no-mail-4",
                        ],
                    ),
                    Contact::Phone => (
                        [
                            "account-phone-code-title",
                            "account-phone-code-lead",
                            "account-phone-code-button",
                        ],
                        [
                            "account-no-sms-1",
                            "account-no-sms-2",
                            "account-no-sms-3",
                            "account-no-sms-4",
                        ],
                    ),
                };
                ask(ids, self.prove)
                    .lead(say.fill(ids[1], "address", address))
                    .input(Input::new(
                        say,
                        "code",
                        ["account-code-label", "account-code-hint"],
                        "one-time-code",
                    ))
                    .causes(causes)
                    .other(self.again(), "account-change-again-button")
            }
        }
    }

    /// Where the address is typed anew.
    const fn again(self) -> &'static str {
        match self.contact {
            Contact::Mail => "/account/change/mail/again",
            Contact::Phone => "/account/change/phone/again",
        }
    }
}

async fn page(
    web: &Web,
    visitor: &Visitor,
    owner: &Owner,
    headers: &HeaderMap,
    pages: Pages,
) -> Result<Response, Fault> {
    let cookie = cookies::read(headers, cookies::FLOW);
    let contact = pages.contact;
    match web.service.changing(&owner.0, contact, cookie).await {
        Ok(stage) => pages.asked(visitor, &owner.0.csrf, &stage).shown(),
        Err(error) => match pages.next.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => pages
                .asked(visitor, &owner.0.csrf, &ChangeStage::Address)
                .wrong(told(error, visitor.say)?),
        },
    }
}

async fn send(
    web: &Web,
    visitor: &Visitor,
    owner: &Owner,
    (extensions, sheet): (&Extensions, &Sheet),
    pages: Pages,
) -> Result<Response, Fault> {
    owner.sent(sheet)?;
    let from = ClientAddress::counted(extensions);
    let typed = sheet.text("address");
    let sent = web
        .service
        .send_change_code(&owner.0, pages.contact, typed, from)
        .await;
    match sent {
        Ok(cookie) => {
            let mut response = to(pages.page);
            cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(KEPT));
            Ok(response)
        }
        Err(error) => match pages.next.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => pages
                .asked(visitor, &owner.0.csrf, &ChangeStage::Address)
                .wrong(told(error, visitor.say)?),
        },
    }
}

async fn prove(
    web: &Web,
    visitor: &Visitor,
    owner: &Owner,
    (headers, sheet): (&HeaderMap, &Sheet),
    pages: Pages,
) -> Result<Response, Fault> {
    owner.sent(sheet)?;
    let cookie = flow(headers)?;
    let contact = pages.contact;
    let code = sheet.text("code");
    match web
        .service
        .finish_change(&owner.0, contact, cookie, code)
        .await
    {
        Ok(()) => {
            let mut response = to("/account");
            cookies::forget(response.headers_mut(), cookies::FLOW);
            Ok(response)
        }
        Err(error) => match pages.next.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => {
                let notice = told(error, visitor.say)?;
                let stage = web.service.changing(&owner.0, contact, Some(cookie)).await;
                let stage = stage.unwrap_or(ChangeStage::Address);
                pages.asked(visitor, &owner.0.csrf, &stage).wrong(notice)
            }
        },
    }
}

/// Another address is typed, or the same once more.
fn again(owner: &Owner, sheet: &Sheet, pages: Pages) -> Result<Response, Fault> {
    owner.sent(sheet)?;
    let mut response = to(pages.page);
    cookies::forget(response.headers_mut(), cookies::FLOW);
    Ok(response)
}

macro_rules! pages {
    ($($pages:ident $page:ident $send:ident $prove:ident $again:ident;)+) => {$(
        pub(super) async fn $page(
            State(web): State<Web>,
            visitor: Visitor,
            owner: Owner,
            headers: HeaderMap,
        ) -> Result<Response, Fault> {
            page(&web, &visitor, &owner, &headers, $pages).await
        }

        pub(super) async fn $send(
            State(web): State<Web>,
            visitor: Visitor,
            owner: Owner,
            extensions: Extensions,
            sheet: Sheet,
        ) -> Result<Response, Fault> {
            send(&web, &visitor, &owner, (&extensions, &sheet), $pages).await
        }

        pub(super) async fn $prove(
            State(web): State<Web>,
            visitor: Visitor,
            owner: Owner,
            headers: HeaderMap,
            sheet: Sheet,
        ) -> Result<Response, Fault> {
            prove(&web, &visitor, &owner, (&headers, &sheet), $pages).await
        }

        pub(super) async fn $again(owner: Owner, sheet: Sheet) -> Result<Response, Fault> {
            again(&owner, &sheet, $pages)
        }
    )+};
}

pages! {
    MAIL mail_page mail_send mail_prove mail_again;
    PHONE phone_page phone_send phone_prove phone_again;
}
