code-mail-subject = { $code } is your code
code-mail-text =
    Your code is { $code }. It proves that this mail address is yours, and works for { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }.

    Type it on our page only. We never ask for it by telephone or in a message. If you did not ask for a code, ignore this mail.
code-sms-text = { $code } is your code. It works for { $minutes } min. Type it on our page only; we never ask for it. Not you? Ignore this.
taken-mail-subject = You already have an account
taken-mail-text =
    Somebody, perhaps you, wanted to open an account with this mail address. It already has one.

    Sign in with this mail address, or choose a new password if you forgot yours. If it was not you, there is nothing to do: whoever it was learnt nothing.
user-id-mail-subject = Your user ID
user-id-mail-text =
    Your user ID is { $id }. You can sign in with this mail address as well.

    If you did not ask for this, ignore this mail.
change-mail-subject = A change to your account
change-mail-text =
    { $change }

    If this was you, there is nothing to do. If it was not, open this address and block your account. Looking changes nothing:

    { $url }
change-sms-text = { $change } Not you? Block your account: { $url }
change-password = The password of your account was changed.
change-passkey-added = A passkey was added to your account.
change-passkey-removed = A passkey was removed from your account.
change-blocked = Your account was blocked. Nobody can sign in.
change-reopened = Your account was opened again with a new password, and its passkeys were removed.
change-identity-kept = A verified identity was added to your account.
change-mail = The mail address of your account was changed.
change-phone = The phone number of your account was changed.
change-app-activated = An approval app was activated for your account.
change-app-removed = An approval app was removed from your account.
change-app-blocked = An approval app of your account was blocked.
change-app-reopened = A blocked approval app of your account approves again.
approval-account = Sign in to your account
approval-service = Sign in to { $client }
approval-message = { $client } asks: { $message }
change-erasure-asked = Your account is to be erased in 7 days, with all that it has.
change-erasure-canceled = Your account is kept after all.
erased-mail-subject = Your account is erased
erased-mail-text = All that your account had of you was erased for good, as you asked. This is our last message.
change-recovery-codes = New recovery codes were made for your account.
change-recovery-asked = Somebody proved with your document and a live face that your account is theirs, and waits to be let in.
change-recovered = Your account was opened with a document and a live face. Everything else that it was signed in to with is gone.
change-recovery-refused = Somebody showed your document with another face, to get in to your account. They were refused.
change-recovery-stopped = Whoever waited for your account was stopped.
change-release-asked = Somebody proved who they are, and wants your account to let go of that identity.
change-released = Your account let go of the identity that it kept: somebody proved it more surely, or asked for it and was not stopped.
change-app-transferring = An approval app of your account moves to another device.
change-app-transferred = An approval app of your account has moved to another device. The old one approves nothing any more.
change-app-transfer-stopped = No approval app of your account moves to another device: that was stopped.
stoppable-mail-text =
    { $change }

    If this is you, there is nothing to do but wait. If it is not, open this address and stop it. Looking changes nothing:

    { $url }
stoppable-sms-text = { $change } Not you? Stop it: { $url }
change-pin = A PIN was chosen for the approval app of your account.
change-pin-locked = The PIN of your approval app was wrong too often and is locked.
change-pin-forgotten = A temporary PIN was asked for in place of a forgotten one.
temporary-pin-sms-text = { $code } is your temporary PIN. It works once, for 24 hours, on your account’s page. We never ask for it. Not you? Block your account.
change-code-app-added = An app for one-time codes was added to your account.
change-code-app-removed = An app for one-time codes was removed from your account.
