code-mail-subject = { $code } is uw code
code-mail-text =
    Uw code is { $code }. Die bewijst dat dit mailadres van u is, en werkt { $hours ->
        [one] { $hours } uur
       *[other] { $hours } uur
    }.

    Vul de code alleen in op onze pagina. Wij vragen er nooit om, niet aan de telefoon en niet in een bericht. Hebt u geen code gevraagd? Dan hoeft u niets te doen.
code-sms-text = { $code } is uw code, { $minutes } min geldig. Vul die alleen in op onze pagina; wij vragen er nooit om. Niet aangevraagd? Negeer dit bericht.
taken-mail-subject = U hebt al een account
taken-mail-text =
    Iemand, misschien u, wilde met dit mailadres een account openen. Dat adres heeft er al een.

    Log in met dit mailadres, of kies een nieuw wachtwoord als u het oude niet meer weet. Was u het niet? Dan hoeft u niets te doen: diegene is niets te weten gekomen.
user-id-mail-subject = Uw gebruikersnaam
user-id-mail-text =
    Uw gebruikersnaam is { $id }. U kunt ook met dit mailadres inloggen.

    Hebt u hier niet om gevraagd? Dan hoeft u niets te doen.
change-mail-subject = Een wijziging van uw account
change-mail-text =
    { $change }

    Was u dit? Dan hoeft u niets te doen. Was u het niet, open dan dit adres en blokkeer uw account. Kijken verandert niets:

    { $url }
change-sms-text = { $change } Was u dit niet? Blokkeer uw account: { $url }
change-password = Het wachtwoord van uw account is gewijzigd.
change-passkey-added = Er is een passkey aan uw account toegevoegd.
change-passkey-removed = Er is een passkey van uw account verwijderd.
change-blocked = Uw account is geblokkeerd. Niemand kan inloggen.
change-reopened = Uw account is met een nieuw wachtwoord weer geopend; de passkeys zijn verwijderd.
change-identity-kept = Er is een geverifieerde identiteit aan uw account toegevoegd.
change-mail = Het mailadres van uw account is veranderd.
change-phone = Het telefoonnummer van uw account is veranderd.
change-app-activated = Er is een goedkeuringsapp voor uw account geactiveerd.
change-app-removed = Er is een goedkeuringsapp van uw account verwijderd.
change-app-blocked = Een goedkeuringsapp van uw account is geblokkeerd.
change-app-reopened = Een geblokkeerde goedkeuringsapp van uw account keurt weer goed.
approval-account = Inloggen op uw account
approval-service = Inloggen bij { $client }
approval-message = { $client } vraagt: { $message }
change-erasure-asked = Uw account wordt over 7 dagen gewist, met alles erin.
change-erasure-canceled = Uw account blijft toch bestaan.
erased-mail-subject = Uw account is gewist
erased-mail-text = Alles wat uw account van u had is voorgoed gewist, zoals u vroeg. Dit is ons laatste bericht.
change-recovery-codes = Er zijn nieuwe herstelcodes voor uw account gemaakt.
change-recovery-asked = Iemand heeft met uw document en een levend gezicht aangetoond dat uw account van hen is, en wacht op toegang.
change-recovered = Uw account is geopend met een document en een levend gezicht. Al het andere waarmee werd ingelogd is weg.
change-recovery-refused = Iemand liet uw document met een ander gezicht zien om in uw account te komen. Dat is geweigerd.
change-recovery-stopped = Wie op uw account wachtte, is tegengehouden.
change-release-asked = Iemand heeft aangetoond wie die is, en wil dat uw account die identiteit loslaat.
change-released = Uw account heeft de bewaarde identiteit losgelaten: iemand heeft haar zekerder aangetoond, of vroeg erom en is niet tegengehouden.
change-app-transferring = Een goedkeuringsapp van uw account verhuist naar een ander apparaat.
change-app-transferred = Een goedkeuringsapp van uw account is naar een ander apparaat verhuisd. Het oude keurt niets meer goed.
change-app-transfer-stopped = Er verhuist geen goedkeuringsapp van uw account: dat is tegengehouden.
stoppable-mail-text =
    { $change }

    Bent u dit? Dan hoeft u alleen te wachten. Bent u het niet, open dan dit adres en houd het tegen. Kijken verandert niets:

    { $url }
stoppable-sms-text = { $change } Bent u dit niet? Houd het tegen: { $url }
change-pin = Er is een pincode gekozen voor de goedkeuringsapp van uw account.
change-pin-locked = De pincode van uw goedkeuringsapp was te vaak fout en is geblokkeerd.
change-pin-forgotten = Er is een tijdelijke pincode gevraagd in plaats van een vergeten.
temporary-pin-sms-text = { $code } is uw tijdelijke pincode. Zij werkt een keer, 24 uur lang, op de pagina van uw account. Wij vragen er nooit om. Niet u? Blokkeer uw account.
change-code-app-added = Er is een app voor eenmalige codes aan uw account toegevoegd.
change-code-app-removed = Er is een app voor eenmalige codes van uw account verwijderd.
