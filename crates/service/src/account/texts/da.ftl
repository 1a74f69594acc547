code-mail-subject = { $code } er din kode
code-mail-text =
    Din kode er { $code }. Den viser, at mailadressen er din, og virker i { $hours ->
        [one] { $hours } time
       *[other] { $hours } timer
    }.

    Skriv den kun på vores side. Vi beder aldrig om den i telefonen eller i en besked. Har du ikke bedt om en kode, kan du se bort fra mailen.
code-sms-text = { $code } er din kode. Den virker i { $minutes } min. Skriv den kun på vores side; vi beder aldrig om den. Ikke dig? Se bort fra beskeden.
taken-mail-subject = Du har allerede en konto
taken-mail-text =
    Nogen, måske dig, ville oprette en konto med denne mailadresse. Den har allerede en.

    Log ind med mailadressen, eller vælg en ny adgangskode, hvis du har glemt den. Var det ikke dig, skal du ikke gøre noget: vedkommende har intet fået at vide.
user-id-mail-subject = Dit bruger-id
user-id-mail-text =
    Dit bruger-id er { $id }. Du kan også logge ind med denne mailadresse.

    Har du ikke bedt om det, kan du se bort fra mailen.
change-mail-subject = En ændring af din konto
change-mail-text =
    { $change }

    Var det dig, skal du ikke gøre noget. Var det ikke dig, så åbn denne adresse og spær kontoen. At se ændrer intet:

    { $url }
change-sms-text = { $change } Ikke dig? Spær din konto: { $url }
change-password = Adgangskoden til din konto er ændret.
change-passkey-added = En adgangsnøgle er føjet til din konto.
change-passkey-removed = En adgangsnøgle er fjernet fra din konto.
change-blocked = Din konto er spærret. Ingen kan logge ind.
change-reopened = Din konto er åbnet igen med en ny adgangskode, og dens adgangsnøgler er fjernet.
change-identity-kept = En bekræftet identitet blev føjet til din konto.
change-mail = Mailadressen på din konto blev ændret.
change-phone = Telefonnummeret på din konto blev ændret.
change-app-activated = En godkendelsesapp er aktiveret for din konto.
change-app-removed = En godkendelsesapp er fjernet fra din konto.
change-app-blocked = En godkendelsesapp på din konto er spærret.
change-app-reopened = En spærret godkendelsesapp på din konto godkender igen.
approval-account = Log ind på din konto
approval-service = Log ind hos { $client }
approval-message = { $client } beder om: { $message }
change-erasure-asked = Din konto bliver slettet om 7 dage med alt, hvad den har.
change-erasure-canceled = Din konto bevares alligevel.
erased-mail-subject = Din konto er slettet
erased-mail-text = Alt, hvad din konto havde om dig, er slettet for altid, som du bad om. Dette er vores sidste besked.
change-recovery-codes = Der er lavet nye gendannelseskoder til din konto.
change-recovery-asked = Nogen har med dit dokument og et levende ansigt vist, at din konto er deres, og venter på adgang.
change-recovered = Din konto er åbnet med et dokument og et levende ansigt. Alt andet, man loggede ind med, er væk.
change-recovery-refused = Nogen viste dit dokument med et andet ansigt for at få adgang til din konto. Det blev afvist.
change-recovery-stopped = Den, der ventede på din konto, er stoppet.
change-release-asked = Nogen har vist, hvem de er, og vil have din konto til at slippe den identitet.
change-released = Din konto har sluppet den identitet, den gemte: nogen har bevist den sikrere, eller bad om den og blev ikke stoppet.
change-app-transferring = En godkendelsesapp på din konto flytter til en anden enhed.
change-app-transferred = En godkendelsesapp på din konto er flyttet til en anden enhed. Den gamle godkender ikke mere.
change-app-transfer-stopped = Ingen godkendelsesapp på din konto flytter: det blev stoppet.
stoppable-mail-text =
    { $change }

    Er det dig, skal du bare vente. Er det ikke dig, så åbn denne adresse og stop det. At se ændrer intet:

    { $url }
stoppable-sms-text = { $change } Ikke dig? Stop det: { $url }
change-pin = Der er valgt en pinkode til din kontos godkendelsesapp.
change-pin-locked = Pinkoden til din godkendelsesapp var forkert for mange gange og er spærret.
change-pin-forgotten = Der er bedt om en midlertidig pinkode i stedet for en glemt.
temporary-pin-sms-text = { $code } er din midlertidige pinkode. Den virker én gang i 24 timer på din kontos side. Vi spørger aldrig om den. Ikke dig? Spær kontoen.
change-code-app-added = En app til engangskoder blev føjet til din konto.
change-code-app-removed = En app til engangskoder blev fjernet fra din konto.
