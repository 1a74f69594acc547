# Siderne på dansk. Almindelige ord, du, korte sætninger; til at læse for en tolvårig.
# Det samme ord for den samme ting overalt.

## Overalt

common-product = Bonafide
common-skip = Gå til indholdet
common-language = Sprog
common-help = Hjælp
common-back = Tilbage
common-change = Ret
common-cancel = Stop kontrollen
common-continue-elsewhere = Brug en anden enhed
common-sandbox = Testtilstand. Intet her tæller, og ingens identitet bliver bekræftet.
common-sandbox-short = Testtilstand
common-step-of = Trin { $number } af { $count }
common-steps = Dine trin
common-step-done = klaret
common-step-current = nu
common-step-ahead = mangler endnu
common-error-summary = Der er noget, der skal rettes
common-error-prefix = Fejl:
common-notice-more = Om denne meddelelse
common-close = Luk
common-copy = Kopiér
common-copied = Kopieret

date-long = { $day }. { $month ->
    [1] januar
    [2] februar
    [3] marts
    [4] april
    [5] maj
    [6] juni
    [7] juli
    [8] august
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
date-time = { $date } kl. { $time }
time-ago-now = lige nu
time-ago-minutes = { $count ->
    [one] for { $count } minut siden
   *[other] for { $count } minutter siden
}
time-ago-hours = { $count ->
    [one] for { $count } time siden
   *[other] for { $count } timer siden
}
time-ago-days = { $count ->
    [one] for { $count } dag siden
   *[other] for { $count } dage siden
}
time-in-minutes = { $count ->
    [one] om { $count } minut
   *[other] om { $count } minutter
}
time-in-hours = { $count ->
    [one] om { $count } time
   *[other] om { $count } timer
}
time-in-days = { $count ->
    [one] om { $count } dag
   *[other] om { $count } dage
}

## Fagets ord

step-consent = Samtykke
step-document = Dit dokument
step-chip = Chippen
step-fields = Dine oplysninger
step-selfie = Dit ansigt
step-liveness = Videoidentifikation

document-passport = Pas
document-identity-card = Identitetskort
document-residence-permit = Opholdskort
document-visa = Visum
document-passport-hint = Siden med dit foto
document-identity-card-hint = Forside og bagside
document-residence-permit-hint = Forside og bagside
document-visa-hint = Hele mærkatet

evidence-document-front = Dokumentets forside
evidence-document-back = Dokumentets bagside
evidence-chip = Chippens filer
evidence-selfie = Selfie

source-server-driven = Styret af vores server
source-camera-page = Kameraet på vores side
source-upload = Uploadet fil
source-foreign-reader = Fremmed læser

field-surname = Efternavn
field-given-names = Fornavne
field-full-name = Fulde navn med landets egen skrift
field-patronymic = Fadersnavn
field-place-of-birth = Fødested
field-issuing-authority = Udstedende myndighed
field-issue-date = Udstedelsesdato
field-birth-date = Fødselsdato
field-sex = Køn
field-nationality = Nationalitet
field-document-number = Dokumentnummer
field-expiry-date = Udløbsdato
field-issuing-state = Udstedt af
field-personal-number = Personnummer

field-surname-hint = Som det står i dit dokument.
field-given-names-hint = Alle, som de står i dit dokument. Lad feltet være tomt, hvis du ingen har.
field-birth-date-hint = For eksempel 27 3 1985
field-expiry-date-hint = For eksempel 27 3 2031
field-sex-hint = Som det står i dit dokument.
field-nationality-hint = Tre bogstaver som i dit dokument, for eksempel DNK
field-issuing-state-hint = Tre bogstaver som i dit dokument, for eksempel DNK
field-document-number-hint = Bogstaver og cifre som i dit dokument.
field-personal-number-hint = Som det står i dit dokument.
field-day = Dag
field-month = Måned
field-year = År
field-empty = Ikke læst
sex-f = Kvinde
sex-m = Mand
sex-x = Ikke angivet (X)

verification-check-digit = bekræftet af et kontrolciffer
verification-machine-readable-zone = læst maskinelt, uden kontrolciffer
verification-transliteration = samme navn i en anden stavemåde
verification-visual-zone = Læst fra trykket
verification-chip = bekræftet af chippen
verification-moderator = bekræftet af en moderator
verification-unverified = ikke bekræftet

status-requires-input = venter på personen
status-processing = bliver kontrolleret
status-in-review = under behandling
status-verified = bekræftet
status-rejected = afvist
status-canceled = annulleret
status-expired = udløbet

check-document-present = Dokument på billedet
check-document-sides = Begge sider vist
check-document-whole = Hele dokumentet på billedet
check-document-resolution = Dokumentets størrelse på billedet
check-document-sharpness = Dokumentets skarphed
check-document-light = Lys på dokumentet
check-document-glare = Genskin på dokumentet
check-document-covered = Intet på dokumentet
check-document-screen = Intet billede på en skærm
check-document-print = Intet print og ingen fotokopi
check-document-screenshot = Intet skærmbillede
check-portrait-present = Portræt på dokumentet
check-portrait-quality = Portrættets kvalitet
check-zone-read = Maskinlæsbar zone læst
check-zone-check-digits = Kontrolcifre
check-zone-dates = Datoer
check-zone-states = Lande
check-document-kind = Dokumentets slags
check-document-expiry = Udløb
check-fields-match-zone = Tryk og zone stemmer overens
check-document-barcode = Koder og dokument stemmer overens
check-national-number = Nationalt personnummer
check-document-reported = Ikke meldt tabt eller stjålet
check-chip-read = Chippen læst
check-chip-authenticity = Chip underskrevet af en stat
check-chip-proof = Den originale chip
check-chip-zone = Chip og dokument siger det samme
check-chip-portrait = Portrættet på chippen
check-fields-agree = Felterne passer til zonen
check-minimum-age = Mindstealder
check-document-use = Kun brugt af indehaveren
check-selfie-face-count = Ét ansigt i selfien
check-selfie-face-size = Ansigtets størrelse
check-selfie-framing = Hele ansigtet i ovalen
check-selfie-sharpness = Skarpt ansigt
check-selfie-gaze = Øjne mod kameraet
check-selfie-brightness = Ansigtets lysstyrke
check-selfie-eyes = Åbne øjne, frit ansigt
check-selfie-pose = Hovedet lige
check-selfie-background = Baggrund og lys
check-face-match = Selfie og portræt
check-image-identity = Nye billeder
check-face-use = Ikke bekræftet før med et andet dokument
check-liveness = Levende person
check-liveness-prompts = Det ønskede blev gjort
check-liveness-depth = Et hoved, ikke et billede
check-liveness-continuity = Samme ansigt hele tiden
check-liveness-sequence = Nok billeder
check-liveness-stream = Nye billeder hver gang
check-liveness-replay = Ingen skærm foran kameraet
check-liveness-light = Ansigtet følger skærmens farver
check-liveness-source = Et rigtigt kamera
check-capture-quality = Kameraet er godt nok
check-handed-over = Samme enhed
check-sandbox = Eksempel fra sandkassen

outcome-pass = i orden
outcome-warn = bemærkning
outcome-inconclusive = uklart
outcome-fail = ikke i orden

## Start: et link er åbnet

start-title = { $organisation } beder dig vise, hvem du er
start-purpose = Hvad det skal bruges til
start-service = Tjeneste
start-need = Det skal du bruge
start-need-document = Dit pas, identitetskort eller et andet dokument, der godtages
start-need-camera = Et kamera, på denne enhed eller på din telefon
start-need-time = Omkring fem minutter
start-happens = Det sker der
start-happens-text = Du fotograferer dit dokument og dit ansigt. Vi ser, om de hører sammen, og giver { $organisation } resultatet.
start-safety = Kom du ikke hertil fra { $organisation }? Så luk siden. Der er ikke sket noget endnu.
start-button = Start
start-expires = Linket virker én gang, indtil { $time }.

used-lead = Linket fra { $organisation } virker én gang, og det er åbnet i en anden browser eller på en anden enhed.
used-there-title = Du har stadig den browser
used-there = Fortsæt dér. Alt er, som du forlod det. Har du lukket siden, så åbn det samme link dér.
used-lost-title = Du har den ikke mere, eller dens data er slettet
used-lost = Bed { $organisation } om et nyt link, og begynd forfra. Ingen kan fortsætte med dette link, heller ikke en fremmed.
used-done-title = Du var allerede færdig
used-done = Så skal du ikke gøre noget. { $organisation } får resultatet.
used-stranger = Har du ikke åbnet linket før? Sig det til { $organisation }: En anden kan have det.

## Vejen

enrol-consent-title = Giver du samtykke til denne kontrol?
enrol-consent-lead = { $organisation } vil vide med sikkerhed, hvem du er. Vi ser kun på dit dokument og dit ansigt, hvis du siger ja.
enrol-consent-who = Hvem der spørger
enrol-consent-for = Hvad det skal bruges til
enrol-consent-what = Det beder vi dig om
enrol-consent-what-document = Billeder af dit dokument
enrol-consent-what-chip = At læse chippen i dit dokument
enrol-consent-what-fields = At se efter, hvad vi har læst i det
enrol-consent-what-selfie = Et billede af dit ansigt, som vi sammenligner med fotoet på dokumentet
enrol-consent-what-liveness = En kort film af dit ansigt, mens du følger anvisninger, så vi ved, at det er dig, og at du selv er der
enrol-consent-happens = Hvad der sker med det
enrol-consent-happens-text = Vores computere læser dit dokument og sammenligner ansigterne. Er de ikke sikre, ser en af vores medarbejdere på det. { $organisation } får resultatet og oplysningerne på dit dokument.
enrol-consent-faces-text = Vi sammenligner også dit ansigt med ansigter på folk, der tidligere er kontrolleret for { $organisation }, for at opdage, om én person bruger flere navne.
enrol-consent-keep = Hvor længe vi gemmer det
enrol-consent-keep-text = Dine billeder gemmes krypteret og slettes, når opbevaringstiden er gået, og straks, hvis { $organisation } beder om det. Det, der er tilbage bagefter, er en optegnelse uden dine personoplysninger.
enrol-consent-keep-days = Billeder: højst { $days ->
    [one] { $days } dag
   *[other] { $days } dage
}.
enrol-consent-rights = Du må sige nej, du må stoppe når som helst, og du kan senere bede { $organisation } om at vise, rette eller slette dine oplysninger. Dér får du også at vide, hvilke andre måder der er.
enrol-consent-button = Jeg giver samtykke
enrol-consent-decline = Jeg giver ikke samtykke

enrol-choose-title = Hvilket dokument vil du bruge?
enrol-choose-lead = Tag et, der ikke er udløbet.
enrol-choose-button = Brug dette dokument

enrol-photo-front-title = { $kind ->
    [passport] Fotografér siden med dit foto
    [identity_card] Fotografér forsiden af dit identitetskort
    [residence_permit] Fotografér forsiden af dit opholdskort
    [visa] Fotografér dit visum
   *[other] Fotografér forsiden af dit dokument
}
enrol-photo-back-title = { $kind ->
    [identity_card] Fotografér bagsiden af dit identitetskort
    [residence_permit] Fotografér bagsiden af dit opholdskort
   *[other] Fotografér bagsiden af dit dokument
}
enrol-photo-front-lead = { $kind ->
    [passport] Siden med dit foto og to linjer med <‑tegn nederst. Vi læser dine oplysninger dér.
    [visa] Hele mærkatet med linjerne med <‑tegn. Vi læser dine oplysninger dér.
   *[other] Siden med dit foto. Vi sammenligner det med dit ansigt senere.
}
enrol-photo-back-lead = Den anden side, ofte med tre linjer med <‑tegn. Vi læser dine oplysninger dér.
enrol-photo-tip-corners = Alle fire hjørner er med på billedet.
enrol-photo-tip-light = Der er ikke genskin fra lamper eller vinduer.
enrol-photo-tip-flat = Det ligger fladt, uden omslag.
enrol-photo-button-camera = { $side ->
    [document_back] Fotografér bagsiden
    [selfie] Tag en selfie
   *[other] Fotografér forsiden
}
enrol-photo-upload = Upload et billede i stedet
enrol-photo-upload-label = Billede af dit dokument
enrol-photo-upload-hint = En JPEG-, PNG- eller WebP-fil på højst { $megabytes } MB
enrol-photo-upload-button = Send dette billede
enrol-photo-cannot = Det kan jeg ikke
enrol-photo-type-zone = Skriv linjerne selv
enrol-photo-other-document = Brug et andet dokument
enrol-photo-front-again = Fotografér forsiden igen
enrol-photo-drawing = { $kind ->
    [passport] Tegning: et åbent pas. Dit foto er til venstre, linjerne med <‑tegn er nederst.
    [visa] Tegning: et visummærkat. Linjerne med <‑tegn er nederst.
   *[other] Tegning: et kort med et foto til venstre.
}
enrol-photo-drawing-back = Tegning: bagsiden af et kort. Tre linjer med <‑tegn er nederst.

enrol-zone-title = Skriv linjerne med <‑tegn
enrol-zone-lead = De står nederst på siden med dit foto eller bag på et kort. Skriv dem nøjagtigt af, med hvert <‑tegn.
enrol-zone-label = Linjerne
enrol-zone-hint = To linjer på 44 eller 36 tegn, eller tre linjer på 30. Begynd en ny linje, hvor dit dokument gør det.
enrol-zone-button = Tjek disse linjer

enrol-working-reading-title = Vi læser dit dokument
enrol-working-deciding-title = Vi kontrollerer det hele
enrol-working-chip-title = Vi kontrollerer, hvad chippen siger
enrol-working-lead = Det tager som regel under et halvt minut. Siden går automatisk videre.
enrol-working-event-document = Dine billeder er modtaget
enrol-working-event-read = Dit dokument er læst
enrol-working-event-chip = Chippen er læst
enrol-working-event-fields = Du har tjekket dine oplysninger
enrol-working-event-selfie = Din selfie er modtaget
enrol-working-now-reading = Vi leder efter dit foto og linjerne med <‑tegn
enrol-working-now-chip = Vi kontrollerer signaturen på chippen
enrol-working-now-deciding = Vi sammenligner dit ansigt med fotoet på dokumentet
enrol-working-long = Det tager længere tid end sædvanligt. Du behøver ikke vente: åbn linket fra { $organisation } igen, eller lad siden være åben, så ser du, hvordan det gik. { $organisation } får det også at vide.
enrol-working-reload = Se igen

enrol-fields-title = Passer det?
enrol-fields-lead = Det læste vi i dit dokument. Ret det, der ikke passer.
enrol-fields-lead-empty = Vi kunne ikke læse det hele. Udfyld det, der mangler.
enrol-fields-note = Det, du retter, skal bekræftes af en af vores medarbejdere, så det kan tage længere tid.
enrol-fields-letters = Bogstaver, som dit tastatur måske mangler
enrol-fields-zone = Linjerne, vi læste
enrol-fields-button = Ja, det passer
enrol-fields-photo-again = Fotografér dokumentet igen

enrol-selfie-title = Tag et billede af dit ansigt
enrol-selfie-lead = Vi sammenligner det med fotoet på dit dokument.
enrol-selfie-tip-light = Vend dig mod et vindue eller en lampe.
enrol-selfie-tip-face = Tag solbriller, kasket og maske af; også andre briller, medmindre du bærer dem på billedet i dit dokument.
enrol-selfie-tip-alone = Der er ikke andre på billedet.
enrol-selfie-upload-label = Billede af dit ansigt
enrol-selfie-drawing = Tegning: et ansigt i en oval.
enrol-selfie-back = Tjek dine oplysninger igen
enrol-liveness-title = Video­identifikation
enrol-liveness-lead = Vi filmer dit ansigt, mens du laver nogle små bevægelser, så ingen kan give et billede ud for dig. Derefter sammenligner vi med fotoet på dit dokument.
enrol-liveness-seconds = Det tager omkring { $seconds ->
    [one] { $seconds } sekund
   *[other] { $seconds } sekunder
}.
enrol-liveness-tip-place = Hold kameraet i en armslængde og i højde med øjnene.
enrol-liveness-tip-light = Vend dig mod lyset: intet vindue og ingen lampe bag dig.
enrol-liveness-tip-face = Tag hat og mundbind af. Tag også briller af, medmindre du bærer dem på billedet i dit dokument. Stryg håret væk fra ansigtet.
enrol-liveness-tip-follow = Vi siger, hvad du skal gøre: dreje hovedet, komme nærmere, gå tilbage, kigge op eller lukke øjnene. Ind imellem ser du lige frem.
enrol-liveness-light = Til sidst skifter skærmen farve i nogle sekunder, og lyset falder på dit ansigt. Den skifter mindre end tre gange i sekundet. Generer skiftende farver dig, så vælg en anden vej.
enrol-liveness-open = Åbn kameraet
enrol-liveness-ready = Jeg er klar
enrol-liveness-other = Jeg kan ikke: vælg en anden vej
enrol-liveness-other-lead = Kan du ikke lave bevægelserne, så tag et foto i stedet. En medarbejder ser så på din registrering, og det tager længere tid.
enrol-liveness-no-script = Videoidentifikation kræver scripts, som er slået fra i din browser. Vælg en anden vej nedenfor.
enrol-liveness-countdown = Tid tilbage:
enrol-liveness-free = Pausen er forbi. Du kan prøve igen nu.
enrol-liveness-left = Du har { $count ->
    [one] { $count } forsøg
   *[other] { $count } forsøg
} tilbage før en pause.
enrol-liveness-progress = Hvor langt filmen er
enrol-liveness-missed = Det kan du gøre anderledes denne gang
enrol-liveness-help = Få hjælp til kameraet
enrol-liveness-ways = Andre muligheder

enrol-chip-title = { $kind ->
    [passport] Læs chippen i dit pas
    [identity_card] Læs chippen i dit identitetskort
    [residence_permit] Læs chippen i dit opholdskort
   *[other] Læs chippen i dit dokument
}
enrol-chip-lead = I dit dokument sidder en chip med de samme oplysninger og dit foto, underskrevet af det land, som udstedte det. Intet viser bedre, at dit dokument er ægte.
enrol-chip-tip-cover = Tag omslag og covers af, både på dokumentet og på læseren.
enrol-chip-tip-place = I et pas sidder chippen som regel i bagomslaget, nogle gange i siden med dit foto; i et kort sidder den indeni. En telefons antenne sidder øverst på bagsiden.
enrol-chip-tip-still = Hold alt stille, til prikkerne er fyldt.
enrol-chip-drawing = Tegning: et pas holdes fladt over en læser. Chippen, et lille mærke midt på omslaget, vender mod læseren.
enrol-chip-computer = Med en chiplæser på en computer
enrol-chip-computer-how = Installér bonafide-reader på computeren med chiplæseren, og kør dér den kommando, som denne side viser: adresse og kode står i den.
enrol-chip-code-label = Kode til læseren
enrol-chip-command = Eller indsæt denne kommando dér
enrol-chip-code-left = Koden virker i { $minutes ->
    [one] { $minutes } minut
   *[other] { $minutes } minutter
} endnu.
enrol-chip-begin-button = Vis mig en kode
enrol-chip-again-button = Vis mig en ny kode
enrol-chip-waiting = Venter på din læser …
enrol-chip-confirm-title = Viser din læser det samme tal?
enrol-chip-confirm-lead = Læseren “{ $reader }” vil læse chippen i dit dokument. Fortsæt kun, hvis det er din egen læser, og den viser dette tal.
enrol-chip-confirm-yes = Ja, det samme tal
enrol-chip-confirm-no = Nej, stop
enrol-chip-present = Læg dokumentet på læseren
enrol-chip-away = Vi kan ikke høre din læser. Tjek forbindelsen: den har to minutter til at komme tilbage.
enrol-chip-stage-greeting = Vi hilser på chippen
enrol-chip-stage-opening = Vi åbner chippen
enrol-chip-stage-learning = Vi ser, hvad den rummer
enrol-chip-stage-proving = Chippen beviser, at den er ægte
enrol-chip-stage-reading = Vi læser oplysningerne
enrol-chip-stage-done = Færdig
enrol-chip-progress = { $percent } % læst
enrol-chip-stop = Stop læsningen
enrol-chip-skip = Fortsæt uden chippen
enrol-chip-skip-hint = Så skal en af vores medarbejdere måske se på dit dokument. Det tager længere tid.
enrol-chip-key-title = Tjek, hvad chippen åbnes med
enrol-chip-key-lead = Chippen åbnes med det, der er trykt på dit dokument. Sammenlign hvert tegn; de tegn, der let forveksles, står under billedet.
enrol-chip-key-photo = Dit foto af siden med de maskinlæsbare linjer
enrol-chip-key-photo-hint = Dit foto: nummeret og begge datoer står i linjerne nederst. Vælg fotoet for at se det større.
enrol-chip-key-number = Dokumentnummer
enrol-chip-key-birth = Fødselsdato
enrol-chip-key-expiry = Udløbsdato
enrol-chip-key-can = Kortets adgangsnummer (CAN)
enrol-chip-key-can-hint = Seks cifre på forsiden af dokumentet
enrol-chip-key-or = Eller brug kortets adgangsnummer
enrol-chip-key-suspicious = “{ $letter }” kan også være “{ $other }”
enrol-chip-key-button = Åbn chippen med dette

enrol-review-title = En af vores medarbejdere ser på det
enrol-review-lead = Vores computere var ikke sikre nok. Det siger intet om dig. Et menneske ser på det, du sendte, som regel inden for en dag.
enrol-review-next = Du kan lukke siden. { $organisation } får resultatet. Vil du selv se det, så åbn siden igen i denne browser.

enrol-verified-title = Vi ved nu, at det er dig
enrol-verified-lead = Du er færdig. { $organisation } får nu resultatet.
enrol-rejected-title = Vi kunne ikke bekræfte, hvem du er
enrol-canceled-title = Dette blev stoppet
enrol-expired-title = Tiden til dette er gået
enrol-result-next = Det gør du nu
enrol-result-verified-next = Gå tilbage til { $organisation }. Derfra går det videre.
enrol-result-rejected-next = Gå tilbage til { $organisation }, og spørg, hvilke andre måder der er.
enrol-result-ended-next = Vil du stadig gennemføre det, så bed { $organisation } om et nyt link.
enrol-result-why = Hvorfor
enrol-return-button = Tilbage til { $organisation }
enrol-return-elsewhere = Gå tilbage til den enhed, hvor du begyndte. Siden dér går automatisk videre.
enrol-return-title = Vi sender dig tilbage til { $organisation }
enrol-return-link = Videre til { $organisation }

enrol-cancel-title = Vil du stoppe?
enrol-cancel-lead = Det, du har sendt, bruges ikke yderligere. For at prøve igen skal du have et nyt link fra { $organisation }.
enrol-cancel-button = Ja, stop
enrol-cancel-back = Nej, fortsæt

enrol-saved-elsewhere = Dette gik videre i en anden fane eller på en anden enhed. Siden viser, hvor langt du er nu.

## Kameraet

camera-starting = Kameraet starter …
camera-allow = Din browser spørger, om siden må bruge kameraet. Vælg “Tillad”.
camera-shutter = Tag billedet
camera-shutter-face = Jeg er klar: tag billedet
camera-close = Luk kameraet
camera-switch = Brug det andet kamera
camera-use = Brug dette billede
camera-again = Tag det igen
camera-check-document = Kan du læse hvert bogstav?
camera-check-selfie = Er hele dit ansigt skarpt og godt belyst?
camera-sending = Dit billede sendes …
camera-sent-share = { $percent } % sendt
camera-guide-document = Fyld rammen med dit dokument
camera-guide-selfie = Hold ansigtet i ovalen
liveness-guide-ready = Godt. Vælg “Jeg er klar”
liveness-prompt-turn-left = Drej hovedet langsomt til venstre
liveness-prompt-turn-right = Drej hovedet langsomt til højre
liveness-prompt-closer = Kom nærmere
liveness-prompt-back = Gå lidt tilbage
liveness-prompt-close-eyes = Luk begge øjne i et sekund
liveness-prompt-look-up = Løft hovedet og kig op
liveness-prompt-rest = Se lige frem
liveness-prompt-light = Bliv ved med at se lige frem. Skærmen skifter farve
liveness-judging = Tak. Vi kontrollerer filmen …
liveness-passed = Færdig. Det lykkedes
liveness-unsure = Tak. Nogen ser på det
liveness-failed = Det lykkedes ikke endnu. Vi fortæller hvorfor
liveness-wait = Andre bliver filmet lige nu. Personer i køen: { $count }. Bliv her
liveness-anyway = Bliver det ikke bedre, så vælg “Jeg er klar” alligevel. Måske skal det så gøres igen.
liveness-advice-further = Bevægelsen var for lille. Gør den større, til du mærker det tydeligt.
liveness-advice-shut = Vi så ikke dine øjne lukkede længe nok. Hold begge lukkede, til ordene skifter.
liveness-advice-slower = Bevægelsen var for hurtig for kameraet. Gør det langsomt, over cirka to sekunder.
liveness-advice-wait = Du begyndte, før vi bad om det. Vent, til ordene kommer frem.
liveness-advice-come-back = Du var ikke tilbage endnu. Se lige frem igen før den næste.
liveness-advice-only-that = Du bevægede dig også på en anden måde. Gør kun dette, og hold resten stille.
liveness-advice-stay-in-view = Dit ansigt kom uden for ovalen. Hold det hele indenfor, også når du bevæger dig.
liveness-advice-more-light = Dit ansigt var for mørkt. Vend dig mod et vindue eller en lampe.
liveness-advice-less-light = Dit ansigt var for lyst. Gå væk fra lampen eller solen.
liveness-advice-connection = Der nåede for få billeder frem. Luk andre apps og sider, gå hen, hvor forbindelsen er bedre, eller brug en anden enhed.
camera-guide-dark = For mørkt. Find mere lys
camera-guide-bright = For lyst. Gå væk fra lyset
camera-guide-glare = Der er genskin. Vip det lidt
camera-guide-still = Hold stille
camera-guide-blurred = Ikke skarpt endnu
camera-guide-ready = Godt. Tag billedet
camera-anyway = Bliver det ikke bedre, så tag billedet, som det er. Måske skal det så tages igen.
camera-poor = Dit kamera viser ikke ret meget. Du må gerne gå videre alligevel: vi noterer det, og måske skal det gøres igen.
camera-unguided = Denne browser kan ikke vejlede dig. Du må gerne gå videre alligevel: vi noterer det.
camera-taken = Billedet er taget. Se, om det er godt.
camera-own = Det er ikke lykkedes indtil nu. Tag billedet med telefonens eget kamera, som ofte ser bedre, eller vælg en fil.
camera-own-button = Åbn telefonens kamera
camera-guide-edges = Kanterne kan ikke ses. Læg det på et ensfarvet, mørkere bord
camera-guide-centre = Flyt ansigtet ind i ovalen
camera-guide-closer = Kom tættere på
camera-guide-further = Gå længere væk
camera-guide-flatter = Hold det fladt, lige mod kameraet
camera-guide-straight = Se lige frem
camera-guide-upright = Hold hovedet oprejst
camera-guide-eyes = Åbn øjnene
camera-guide-covered = Fjern hår og hænder fra ansigtet
camera-guide-front = Vend dig mod lyset
camera-guide-plain = Stil dig foran en ensfarvet væg
camera-guide-slower = Langsommere
camera-steps-chrome = I Chrome: klik på tegnet til venstre for adressen, derefter på »Indstillinger for website«, og tillad kameraet. Indlæs siden igen.
camera-steps-chrome-phone = I Chrome på telefonen: tryk på tegnet til venstre for adressen, derefter på »Tilladelser«, og tillad kameraet. Se også i telefonens indstillinger, om Chrome må bruge kameraet.
camera-steps-edge = I Edge: vælg låsen til venstre for adressen, derefter »Tilladelser for dette websted«, og tillad kameraet. Indlæs siden igen.
camera-steps-firefox = I Firefox: vælg det overstregede kamera til venstre for adressen, og fjern blokeringen. Indlæs siden igen, og vælg »Tillad«.
camera-steps-safari = I Safari: vælg »Indstillinger for dette websted« i Safari-menuen, og sæt kameraet til »Tillad«. Indlæs siden igen.
camera-steps-safari-phone = På en iPhone eller iPad: tryk på tegnet til venstre for adressen, derefter på »Webstedsindstillinger«, og sæt kameraet til »Tillad«. Det står også i Indstillinger, Apps, Safari, Kamera.
camera-steps-samsung = I Samsung Internet: tryk på låsen til venstre for adressen, derefter på »Tilladelser«, og tillad kameraet. Se også i telefonens indstillinger, Apps, Samsung Internet.
camera-steps-in-app = Du læser dette inde i en anden app, som måske ikke deler sit kamera. Åbn siden i din browser: vælg »Åbn i browser« i appens menu.
camera-steps-other = Find kameraet i browserens indstillinger for dette websted, og tillad det. Indlæs siden igen.
camera-preview = Dit billede
camera-kept = Dit billede er her stadig.

## Fortsæt på en telefon

handover-title = Fortsæt på din telefon
handover-lead = Scan koden med kameraet i din telefon. Siden her følger med.
handover-qr = QR-kode med linket til din telefon
handover-number = Dit tal
handover-number-hint = Din telefon beder om dette tal, så vi ved, at begge enheder er dine.
handover-time-left = Koden virker i { $minutes ->
    [one] { $minutes } minut
   *[other] { $minutes } minutter
} endnu.
handover-link = Eller åbn linket på din telefon
handover-send = Eller send dig selv linket
handover-send-label = Mailadresse eller telefonnummer
handover-send-hint = Et telefonnummer med landekode, for eksempel +45 12 34 56 78
handover-send-button = Send linket
handover-sent = Linket er på vej til { $to }.
handover-delivered = Linket er sendt til { $to }.
handover-stay = Bliv på denne enhed
handover-begin-title = Vil du hellere bruge din telefon?
handover-begin-lead = Telefoner tager bedre billeder. Du får en kode at scanne; bagefter går siden automatisk videre.
handover-begin-button = Vis mig koden
handover-begin-anyway = Vis et link til denne computer
handover-away-title = Fortsæt på din telefon
handover-away-lead = Nu fortsætter du på telefonen. Lad siden være åben: den viser, hvad du gør dér, og går videre, når du er færdig.
handover-away-now = På din telefon nu
handover-away-end = Fortsæt her i stedet
handover-away-asked = Begyndte du selv på dette?
handover-mine-title = Begyndte du selv på dette hos { $organisation } lige nu, på din egen computer?
handover-mine-yes = Ja, jeg begyndte selv
handover-mine-refusing = Vælger du “Det var ikke mig”, slutter det straks, og intet af det, du gav her, gemmes.
handover-here-title = Fortsæt her
handover-here-only = Fortsæt kun, hvis du selv lige har åbnet dette på din computer.
handover-here-nobody = Har en anden sendt dig linket, eller er der nogen, der oplyser tallet eller spørger om det? Så prøver de at bruge din identitet.
handover-here-label = Hvilket tal viser din første skærm?
handover-here-button = Fortsæt på denne enhed
handover-here-refuse = Det var ikke mig
handover-refused-title = Godt, at du stoppede
handover-refused-lead = Linket virker ikke længere. Der er ikke givet noget videre om dig.
handover-refused-close = Du kan lukke siden. Du skal ikke gøre mere her.
handover-refused-tell = Har nogen givet dig linket eller tallet, så sig det til { $organisation }. De prøver måske at bruge din identitet.

## Hvad dette er

home-title = Vis, hvem du er, fra din egen browser
home-lead = Bonafide undersøger, hvem en person er: et billede af et dokument, et billede af et ansigt, et klart svar. Det kører på din egen server, og intet forlader den.
home-person-title = Har nogen sendt dig hertil?
home-person-text = Åbn det link, du har fået. Uden det er der intet at gøre her.
home-help = Slå en meddelelse op
home-help-text = Hver meddelelse har et navn og en kode. Slå din op for at se, hvad den betyder, og hvad du kan gøre.
home-developer-title = For udviklere
home-developer-text = Ét kald åbner en session, én webhook bringer resultatet.
home-developer-link = Læs om programmeringsgrænsefladen
home-moderator-title = For moderatorer
home-moderator-link = Log ind for at behandle sager
home-try-title = Prøv det
home-try-lead = Serveren kører som demonstration på din egen maskine. Åbn en session i testtilstand, og gå den selv igennem.
home-try-service = Tjeneste
home-try-button = Åbn en testsession
home-try-samples = Prøvedokumenter til at printe eller vise
home-try-mailbox = Demonstrationens postkasse
home-samples-title = Prøvedokumenter
home-samples-lead = I testtilstand fører hver prøve til det udfald, den er opkaldt efter. Fotografér en fra skærmen eller fra papir, eller gem den og upload den. Uden for testtilstand afvises de.
home-samples-verified = Fører til: bekræftet
home-samples-retry-selfie = Fører til: en selfie til, så bekræftet
home-samples-retry-document = Fører til: udløbet, brug et andet dokument
home-samples-rejected = Fører til: afvist
home-samples-in-review = Fører til: under behandling
home-samples-save = Gem billedet
home-samples-print = Print siden for at have dem i hånden.
home-samples-alt = Prøvepas, nummer { $number }

## Hjælp

help-title = Hjælp
help-lead = Slå op, hvad du så på skærmen: navnet, koden eller nogle få ord.
help-search-label = Navn, kode eller ord
help-search-button = Søg
help-found = { $count ->
    [0] Intet fundet for “{ $query }”.
    [one] { $count } meddelelse fundet for “{ $query }”.
   *[other] { $count } meddelelser fundet for “{ $query }”.
}
help-none = Prøv med færre ord, eller se listen herunder.
help-what = Hvad det betyder
help-do = Hvad du kan gøre
help-also = Også kendt som
help-who = Hvem der ser den
help-audience-person = Folk, der beviser, hvem de er
help-audience-developer = Udviklere
help-audience-operator = Moderatorer og driftsfolk
help-status = HTTP-status
help-retryable = Det samme kald kan lykkes senere.
help-back = Alle meddelelser
help-return = Tilbage til din identitetskontrol

## Sagsbehandling

moderate-title = Sagsbehandling
moderate-sign-in-title = Log ind for at behandle sager
moderate-sign-in-lead = Brug den adgangsnøgle, du satte op til denne server.
moderate-sign-in-button = Log ind med adgangsnøgle
moderate-sign-out = Log ud
moderate-enrol-title = Sæt din adgangsnøgle op
moderate-enrol-lead = { $name }, med dette link sætter du en adgangsnøgle op til serveren. En adgangsnøgle bliver på din enhed og kan hverken gættes eller stjæles af en efterlignet side.
moderate-enrol-button = Sæt en adgangsnøgle op
moderate-needs-scripts = Adgangsnøgler kræver scripts. Tillad JavaScript for siden, og indlæs den igen.
moderate-signed-in-as = Logget ind som { $name }
moderate-next-title = Din næste sag
moderate-next-lead = Sager deles ud én ad gangen, de mest presserende først. Du kan ikke selv vælge.
moderate-next-waiting = { $count ->
    [0] Ingen sag venter.
    [one] { $count } sag venter.
   *[other] { $count } sager venter.
}
moderate-next-overdue = { $count } over fristen
moderate-next-button = Giv mig en sag
moderate-case-title = Sag { $id }
moderate-case-due = Frist
moderate-case-opened = Åbnet
moderate-case-service = Tjeneste
moderate-case-organisation = Organisation
moderate-case-round = Behandling nummer
moderate-case-document = Dokument
moderate-case-reasons = Hvorfor et menneske skal afgøre det
moderate-case-earlier = Tidligere afgørelser
moderate-case-came-back = Godtaget, men noget kom frem: bedømmes igen
moderate-case-findings = Fund
moderate-case-refusal = Grund til afvisning
moderate-case-look-at = Hvad man skal se efter
refusal-side-missing = Side mangler
refusal-mismatch = Stemmer ikke overens
refusal-copy = Kopi
refusal-unreadable = Ulæseligt
refusal-expired = Udløbet
moderate-look-side = De to billeder blev sammenlignet på billedaftryk, zone og portræt. Se, om et af dem overhovedet viser bagsiden; et skyggeportræt alene er ingen anden forside.
moderate-look-mismatch = Afstanden mellem de to ansigter blev målt. Sammenlign ører, øjenkroge og kæbelinje; se bort fra hår, skæg, briller og vægt. Bed om en bedre selfie, hvis portrættet er gammelt.
moderate-look-portrait = Der blev fundet et stort ansigt og ingen zone. Se, om der er et dokument omkring portrættet; et automatfoto eller en selfie er ikke et dokument.
moderate-look-screen = Der blev målt, hvor meget én farvefrekvens stikker ud: en skærms striber. Forstør: se efter et fint net, regnbuebånd, en glaskant eller en markør. Trykte guillocher er linjer, ikke et net.
moderate-look-grey = Der blev målt, hvor langt dokumentets farver ligger fra hinanden; lysets egen tone tæller ikke. Se, om bord og hånd har farve, mens dokumentet ingen har. Graverede portrætter er grå også på ægte kort.
moderate-look-print = Der blev målt, hvor meget én lysfrekvens stikker ud: en printers prikker. Forstør jævne flader: prikker i et gitter, hvidt papir langs kanten, ingen glans. Blækprintere efterlader intet gitter og findes ikke sådan.
moderate-look-screenshot = Der blev målt, hvor stor en del af billedet der slet ikke ændrer sig, og om det har en skærms mål. Se efter en statuslinje, knapper, runde hjørner på et kort uden skygge.
moderate-look-suspected = En måling ligger mellem dokumenter og kopier. Se, hvilket resultat der siger det, forstør billedet, og bed i tvivl om et nyt billede i dagslys.
moderate-look-covered = Noget hudfarvet kommer ind over kanten og ligger på portræt eller zone. Se, hvad det skjuler: en tilfældig tommelfinger, eller det samme felt hver gang.
moderate-look-unreadable = Skarphed, lys, genskin, kanter og zone blev målt. Se, om du selv kan læse nummer, datoer og portræt; hvis ikke, så spørg igen i stedet for at gætte.
moderate-look-poor = Pixel mellem øjnene og portrættets detaljer blev målt og er for få til en rimelig sammenligning. Det siger intet om personen: bed om et nærmere billede, eller læs chippen.
moderate-look-expired = Udløbsdatoen blev læst i zonen og holdt op mod i dag (UTC). Se på den trykte dato; nogle stater forlænger med et stempel på en anden side.
moderate-look-alike = Ansigtet blev sammenlignet med alle, der er bekræftet før, og et eller flere ligger inden for afstanden. Nedenfor ses deres selfier, hvis de stadig er gemt. Sammenlign ører, øjenkroge og kæbelinje; søskende og fremmede i en stor flok kommer også så tæt på.
moderate-case-fields = Felter
moderate-case-evidence = Materiale
moderate-case-evidence-recorded = Hvert kig på et billede bliver noteret.
moderate-case-evidence-gone = Billedet er slettet.
moderate-case-alike = Ansigter, der ligner
moderate-case-alike-selfie = Selfie fra en anden registrering
moderate-case-column-check = Kontrol
moderate-case-column-outcome = Udfald
moderate-case-column-reason = Grund
moderate-case-column-measured = Målt
moderate-case-column-threshold = Grænse
moderate-case-column-model = Model
moderate-case-column-field = Felt
moderate-case-column-value = Værdi
moderate-case-column-vouched = Bekræftet af
moderate-settle-title = Din afgørelse
moderate-settle-accept = Godtag: det er personen på dokumentet
moderate-settle-retry = Spørg igen
moderate-settle-reject = Afvis endeligt
moderate-settle-reason = Grund, som personen får at vide
moderate-settle-reason-choose = Vælg en grund
moderate-settle-note = Hvad du så, og hvorfor du afgør det sådan
moderate-settle-note-hint = Gemmes i historikken. Personen ser det ikke.
moderate-settle-button = Videre til bekræftelse
moderate-put-back = Giv sagen tilbage til en anden
moderate-confirm-title = Bekræft din afgørelse
moderate-confirm-accept = Personen bliver bekræftet, og organisationen får det at vide. Det kan ikke fortrydes.
moderate-confirm-retry = Personen bliver spurgt igen og får at vide: { $reason }.
moderate-confirm-reject = Personen bliver endeligt afvist og får at vide: { $reason }. Det kan ikke fortrydes.
moderate-confirm-button = Afgør sagen
moderate-confirm-back = Ret afgørelsen
moderate-settled = Sagen er afgjort.
moderate-reopened = Personen er ikke godkendt endnu: der er kommet noget nyt frem, efter at du så sagen, og den skal afgøres igen.
moderate-keys-title = Taster
moderate-keys-evidence = næste og forrige billede
moderate-keys-decide = godtag, spørg igen, afvis
moderate-keys-note = skriv notatet
moderate-keys-help = vis eller skjul denne hjælp
moderate-keys-close = Luk
moderate-chip-class = Bevisklasse
moderate-chip-class-none = ingen: ingen stat, der er tillid til, har underskrevet filerne
moderate-chip-access = Åbnet med
moderate-chip-signer-country = Underskriverens land
moderate-chip-signer = Underskriverens certifikat, SHA-256-fingeraftryk
moderate-trust-title = Tillidslager
moderate-trust-lead = Paschips bliver troet, når et certifikat i dette lager fører til dem. Her ligger kun det, som nogen her har lagt ind.
moderate-trust-imported = Filen er importeret.
moderate-trust-countries = Lande
moderate-trust-country = Land
moderate-trust-any = Alle
moderate-trust-state = Status
moderate-trust-kind = Type
moderate-trust-search = Emne eller serienummer indeholder
moderate-trust-show = Vis
moderate-trust-nothing = Intet i lageret passer til dette.
moderate-trust-more = Næste side
moderate-trust-import = Import og fastlåsning
moderate-trust-sources = Lister og filer i brug
moderate-trust-kind-authority = Statscertifikat
moderate-trust-kind-signer = Dokumentunderskriver
moderate-trust-kind-crl = Tilbagekaldelsesliste
moderate-trust-state-valid = gyldig
moderate-trust-state-ending = slutter inden 90 dage
moderate-trust-state-ended = udløbet
moderate-trust-state-distrusted = ikke troet her
moderate-trust-subject = Emne
moderate-trust-serial = Serienummer
moderate-trust-until = Til
moderate-trust-from = Fra
moderate-trust-issuer = Udstedt af
moderate-trust-fingerprint = SHA-256-fingeraftryk
moderate-trust-key = Nøgle
moderate-trust-revokes = Certifikater, som den tilbagekalder
moderate-trust-chain = Hvor det fører hen
moderate-trust-revocation = Tilbagekaldelse
moderate-trust-issuers = Underskrevet af
moderate-trust-deviations = Afviger fra standarden og tolereres
moderate-trust-provenance = Hvor det kom fra
moderate-trust-source-list = Underskrevet liste
moderate-trust-source-hand = I hånden
moderate-trust-source-directory = Udtræk af kataloget
moderate-trust-command-line = kommandolinjen
moderate-trust-signed-by = Underskrevet af
moderate-trust-signer-until = Underskriverens certifikat slutter
moderate-trust-imported-by = Importeret af
moderate-trust-chain-trusted = til et certifikat, som bliver troet
moderate-trust-chain-unknown = ingen steder: udstederen bliver ikke troet
moderate-trust-chain-not-signed = den nævnte udsteder har ikke underskrevet det
moderate-trust-chain-distrusted = certifikatet eller dets udsteder bliver ikke troet her
moderate-trust-chain-revoked = tilbagekaldt
moderate-trust-chain-expired = et certifikat undervejs er udløbet
moderate-trust-chain-early = et certifikat undervejs er ikke gyldigt endnu
moderate-trust-chain-unauthorised = en udsteder undervejs må ikke udstede
moderate-trust-revocation-unknown = ingen liste nævner det
moderate-trust-revocation-stale = ikke tilbagekaldt ifølge en forældet liste
moderate-trust-revocation-good = ikke tilbagekaldt
moderate-trust-distrust = Tro ikke længere på dette certifikat
moderate-trust-distrust-lead = Hvert dokument, der kun fører hertil, får en ukendt udsteder, uanset hvad lister siger. Det kan fortrydes.
moderate-trust-reason = Hvorfor
moderate-trust-again = Tro på det igen
moderate-trust-import-lead = En underskrevet liste godtages, når underskriveren er fastlåst nedenfor. For alt andet står du selv inde for fingeraftrykket. Du ser, hvad der ændres, før det sker.
moderate-trust-file = Fil med lister, certifikater eller tilbagekaldelseslister
moderate-trust-file-hint = En masterliste (.ml), et udtræk af det internationale katalog (.ldif), PEM eller DER. Højst 16 megabyte.
moderate-trust-file-button = Vis, hvad der ændres
moderate-trust-pins = Fastlåste underskrivere af lister
moderate-trust-pins-lead = Fastlås certifikatet for en stat, der underskriver lister, eller for underskriveren selv. Tag fingeraftrykket derfra, hvor staten offentliggør det, ikke fra listen.
moderate-trust-pinned-by = Fastlåst af
moderate-trust-unpin = Fjern fastlåsningen
moderate-trust-fingerprint-hint = 64 cifre og bogstaver fra a til f. Mellemrum og koloner betyder ikke noget.
moderate-trust-pin = Fastlås denne underskriver
moderate-trust-preview = Hvad der ville ændres
moderate-trust-preview-lead = Der er ikke sket noget endnu.
moderate-trust-untimely = Certifikatet for listens underskriver er ikke gyldigt i dag. Bed om muligt staten om en nyere liste.
moderate-trust-count-items = Indhold
moderate-trust-count-added = Nyt
moderate-trust-count-vanished = Væk, og ikke længere troet
moderate-trust-unchanged = allerede i brug
moderate-trust-by-hand = Kun du står inde for disse
moderate-trust-by-hand-lead = Ingen, som vi tror på, har skrevet under på dem. Sammenlign hvert fingeraftryk med det, staten offentliggør, før du bekræfter.
moderate-trust-compare = Er et af disse det, staten offentliggør andetsteds, så fastlås det og send filen igen:
moderate-trust-confirm = Importér dette
moderate-trust-cancel = Importér ikke
moderate-trust-why-unpinned = Listen blev sprunget over: underskriveren er ikke fastlåst.
moderate-trust-why-signature = Listen blev sprunget over: underskriften holder ikke.
moderate-trust-why-distrusted = Listen blev sprunget over: underskriveren bliver ikke troet her.
moderate-trust-why-revoked = Listen blev sprunget over: underskriveren er tilbagekaldt.
moderate-trust-why-not-list-signer = Listen blev sprunget over: underskriveren må ikke underskrive lister.
moderate-trust-why-future = Sprunget over: den siger, at den er lavet i fremtiden.
moderate-trust-why-older = Sprunget over: den, der er i brug, er nyere.
moderate-trust-why-unreadable = Sprunget over: hverken et certifikat eller en liste.
moderate-trust-why-not-authority = Sprunget over: dette certifikat udsteder intet.
moderate-trust-why-crl-unsigned = Tilbagekaldelseslisten blev sprunget over: ingen, som vi tror på, har underskrevet den. Importér først statens certifikat.
moderate-trust-endings = { $count ->
    [one] Ét certifikat eller én liste slutter snart eller er lige udløbet.
   *[other] { $count } certifikater eller lister slutter snart eller er lige udløbet.
}
moderate-trust-preview-nothing = { $count ->
    [one] Intet ville ændres. Én ting er der allerede.
   *[other] Intet ville ændres. { $count } ting er der allerede.
}
moderate-trust-and-more = { $count ->
    [one] Og én til.
   *[other] Og { $count } til.
}

## Demonstrationens postkasse

mailbox-title = Postkasse
mailbox-lead = Mails, sms'er og notifikationer, som demonstrationen ville have sendt. Kun denne maskine kan se dem.
mailbox-empty = Der er ikke sendt noget endnu.
mailbox-to = Til
mailbox-channel-mail = Mail
mailbox-channel-sms = Sms
mailbox-channel-push = Notifikation
mailbox-open = Åbn linket

home-returned-title = Tilbage hos organisationen
home-returned-lead = Denne side står for organisationens egen hjemmeside. Den har indløst engangskoden, som kom tilbage med dig, og fik dette svar.
home-returned-session = Session
home-returned-status = Tilstand
home-returned-json = Svaret, som programmeringsgrænsefladen giver det
home-returned-again = Prøv en gang til

home-account-title = Din konto
home-account-text = Opret en konto, eller log ind for at se, hvordan den er beskyttet.
home-account-link = Gå til din konto
account-title = Din konto
account-open-title = Opret en konto
account-open-lead = Du skal bruge en mailadresse og en mobiltelefon, som du kan læse nu. Det tager omkring fem minutter.
account-open-button = Opret en konto
account-open-link = Opret en konto
account-have-link = Jeg har en konto: log ind
account-mail-title = Hvad er din mailadresse?
account-mail-lead = Vi sender en kode til den for at være sikre på, at den er din, og fortæller dig der, når noget ved din konto ændres.
account-mail-label = Mailadresse
account-mail-hint = For eksempel ann@mail.example
account-mail-button = Send koden
account-mail-code-title = Se i din mailboks
account-mail-code-lead = Vi sendte en kode på otte cifre til { $address }. Den virker i 24 timer.
account-mail-code-button = Fortsæt
account-phone-title = Hvad er dit mobilnummer?
account-phone-lead = Vi sender en kode til det i en sms og fortæller dig der, når noget ved din konto ændres. Den, der overtager et nummer, kan læse dets sms'er, så en sms alene åbner intet. En adgangsnøgle eller godkendelsesappen er sikrere.
account-phone-label = Mobilnummer
account-phone-hint = I international form, for eksempel +45 12 34 56 78
account-phone-button = Send koden
account-phone-code-title = Se på din telefon
account-phone-code-lead = Vi sendte en kode på otte cifre til { $address }. Den virker i 10 minutter.
account-phone-code-button = Fortsæt
account-code-label = Kode
account-code-hint = Otte cifre; mellemrum er ligegyldige
account-no-code = Ingen kode?
account-no-sms-1 = Der er ikke flere penge på telefonen, eller den er slukket eller uden dækning.
account-no-sms-2 = Du har skiftet selskab, og beskeder går stadig til det gamle.
account-no-sms-3 = Beskeder fra korte eller ukendte numre er blokeret på din telefon.
account-no-sms-4 = Hukommelsen til beskeder er fuld.
account-no-mail-1 = Mailen ligger i mappen med spam.
account-no-mail-2 = Der er en tastefejl i adressen: skriv den igen.
account-no-mail-3 = Mailboksen er fuld.
account-no-mail-4 = Mailen er stadig på vej: nogle servere bruger et par minutter.
account-again-button = Send en ny kode
account-retype-button = Skriv en anden adresse
account-choose-title = Vælg, hvordan du logger ind
account-choose-lead = Du skal bruge det hver gang, medmindre du logger ind med en adgangsnøgle.
account-choose-button = Opret min konto
account-user-label = Bruger-id
account-user-hint = 5 til 48 bogstaver og cifre. Aldrig dit CPR-nummer.
account-new-password-label = Adgangskode
account-new-password-hint = 8 til 64 tegn; fire eller fem ord er lette at huske og svære at gætte
strength-label = Adgangskodens styrke
strength-short = For kort: mindst 8 tegn
strength-long = For lang: højst 64 tegn
strength-characters = Den har et tegn, der ikke kan tastes
strength-personal = Den har noget, som andre ved om dig
strength-context = Den har et ord, som alle prøver her
strength-breached = Den er blevet kendt et andet sted: tag en anden
strength-weak = Let at gætte: tilføj et ord mere
strength-good = Svær at gætte
strength-best = Meget svær at gætte
account-sign-in-title = Log ind på din konto
account-sign-in-lead = Med en adgangsnøgle behøver du hverken navn eller adgangskode.
account-sign-in-button = Log ind
account-name-label = Bruger-id eller mailadresse
account-name-hint = Begge dele kan bruges
account-password-label = Adgangskode
account-password-hint = Den, du har valgt til denne konto
account-forgot-password-link = Jeg har glemt min adgangskode eller vil åbne en spærret konto
account-forgot-user-id-link = Jeg har glemt mit bruger-id
account-told-password = Din nye adgangskode er gemt. Alle browsere er logget ud: log ind med den.
account-told-blocked = Kontoen er spærret. Ingen kan logge ind, før du vælger en ny adgangskode.
account-told-reminded = Hvis mailadressen har en konto, er dens bruger-id på vej dertil.
account-remind-title = Glemt dit bruger-id?
account-remind-lead = Vi sender det til din kontos mailadresse. Du kan også logge ind med den adresse.
account-remind-label = Mailadresse
account-remind-hint = Den, din konto har
account-remind-button = Send mit bruger-id
account-recover-title = Vælg en ny adgangskode
account-recover-lead = Vi sender én kode til din mailadresse og en anden til din telefon. Du skal bruge begge. En spærret konto åbnes på samme måde igen, og dens adgangsnøgler fjernes.
account-recover-button = Send koderne
account-codes-title = Skriv begge koder
account-codes-lead = Hvis der er en sådan konto, er koder på vej til dens mailadresse og telefon.
account-codes-mail-label = Kode fra mailen
account-codes-mail-hint = Otte cifre, virker i 24 timer
account-codes-phone-label = Kode fra sms'en
account-codes-phone-hint = Otte cifre, virker i 10 minutter. Eller en af dine udskrevne gendannelseskoder
account-codes-button = Fortsæt
account-another-title = Vælg en ny adgangskode
account-another-lead = Alle browsere, der er logget ind, bliver logget ud.
account-another-button = Gem denne adgangskode
account-by-code = bevist med kode
account-opened-label = Oprettet
account-password-since-label = Adgangskode valgt
account-change-password-link = Vælg en anden
account-passkeys-title = Adgangsnøgler
account-passkeys-lead = Log ind med dit fingeraftryk, dit ansigt eller din enheds kode. En adgangsnøgle kan hverken gættes eller stjæles af en efterlignet side.
account-passkey-added = Tilføjet
account-passkey-used = sidst brugt
account-passkey-remove = Fjern denne adgangsnøgle
account-passkey-add = Tilføj en adgangsnøgle
account-sessions-title = Browsere, der er logget ind
account-session-this = Denne browser
account-session-passkey = Logget ind med adgangsnøgle
account-session-password = Logget ind med adgangskode
account-session-seen = Sidst set
account-session-end = Log denne browser ud
account-out-title = Log ud af denne browser?
account-out-lead = Intet af det, du har gemt, går tabt. Andre browsere og din godkendelsesapp forbliver, som de er.
account-session-others = Log alle andre ud
account-block-link = Spær denne konto
account-block-title = Spær din konto?
account-block-lead = Alt, der er logget ind, slutter, og ingen kan logge ind, heller ikke du. Du åbner den igen med koder fra din mail og din telefon og en ny adgangskode. Dens adgangsnøgler fjernes så.
account-block-button = Spær min konto
account-keep-link = Tilbage uden at spærre
account-notice-title = En ændring af din konto
account-notice-lead = Var det dig, så luk siden: der sker intet. Var det ikke dig, så spær kontoen. Ingen kan så logge ind, før ejeren vælger en ny adgangskode.
account-notice-button = Det var ikke mig: spær kontoen
account-change-password = Adgangskoden er ændret.
account-change-passkey-added = En adgangsnøgle er tilføjet.
account-change-passkey-removed = En adgangsnøgle er fjernet.
account-change-blocked = Kontoen er spærret.
account-change-reopened = Kontoen er åbnet igen.
level-low = lavt
level-substantial = betydeligt
level-high = højt
chip-class-a = læst af os, og vist at være originalen
chip-class-b = læst af en anden læser, og vist at være originalen
chip-class-c = underskrevet af staten
face-photographed = sammenlignet med et fotografi
face-filmed = sammenlignet med en film af det levende ansigt
face-film-unsure = sammenlignet; filmen gav ikke klarhed
face-other-way = sammenlignet med et fotografi i stedet for en film
decided-by-policy = systemet efter dets regler
decided-by-moderator = en moderator
decided-by-sample = et eksempeldokument
enrol-keep-title = Gem dette til næste gang
enrol-keep-text = Med en konto behøver du ikke bevise din identitet igen, hvor en tjeneste godtager den.
enrol-keep-link = Gem i en konto
account-keep-title = Gem din identitet
account-keep-first-lead = Din identitet er bekræftet for { $organisation }. Åbn en konto, eller log ind på din, for at gemme den.
account-keep-lead = Dette er bekræftet i denne browser. Det gemmes i kontoen { $user }.
account-keep-copied = Det kopieres krypteret til din konto og bliver dér, når organisationen sletter sit. Fotografier kopieres ikke. Ingen ser det uden dit samtykke.
account-keep-button = Gem i min konto
account-keep-not-link = Ikke nu
account-keep-link-button = Gem denne identitet
account-pending-title = Bekræftelse i denne browser
account-pending-for = For { $organisation }
account-pending-link = Fortsæt dér
account-identity-title = Bekræftet identitet
account-identity-none = Ingen endnu. Når en tjeneste bekræfter dig, kan du gemme resultatet her fra dens sidste side.
account-identity-document-label = Dokument
account-identity-chip-label = Chip
account-identity-face-label = Ansigt
account-identity-level-label = Sikringsniveau
account-identity-by-label = Afgjort af
account-identity-for-label = Bekræftet for
account-identity-verified-label = Bekræftet
account-change-identity-kept = En bekræftet identitet blev føjet til.
authorize-title = Del med { $client }?
authorize-lead = { $organisation } beder om dette for at logge dig ind.
authorize-shared-title = Det bliver delt
authorize-name-label = En kode for dig
authorize-name-text = Tjenesten kender dig igen på den. Den siger intet om dig.
claim-name = Fulde navn
claim-age-over-16 = Fyldt 16 år
claim-age-over-18 = Fyldt 18 år
claim-age-over-21 = Fyldt 21 år
claim-age-over-65 = Fyldt 65 år
claim-age-yes = ja
claim-age-no = nej
authorize-missing-title = Hvad din konto ikke har
authorize-missing-essential = Tjenesten siger, at den ikke kan undvære dette.
authorize-missing-identity = Det kræver en bekræftet identitet. Når en tjeneste bekræfter dig, kan du gemme resultatet i din konto fra dens sidste side. Du kan også fortsætte uden.
authorize-offline = Tjenesten må bede om dette igen senere, uden dig: højst i et år, og ikke mere, når det ikke er sket i 30 dage. Du kan stoppe det under forbundne tjenester.
authorize-on-app = Tjenesten kan senere bede dig godkende noget i din godkendelsesapp. Du bliver spurgt hver gang, og du kan stoppe det under forbundne tjenester.
authorize-others = Tjenesten må også gøre dette i dit navn:
authorize-resources = Med det samtykke må den henvende sig til:
authorize-host = Bagefter kommer du tilbage til { $host }.
authorize-yes = Del og gå videre
authorize-no = Del ikke
authorize-as = Du er logget ind som { $user }.
authorize-other-account = Brug en anden konto
authorize-back-title = Tilbage til { $host }
authorize-back-link = Gå videre
authorize-sign-in-for = Log ind for at gå videre til { $client }.
device-title = Forbind en enhed
device-lead = Skriv den kode, som din enhed eller dit program viser. Derefter ser du, hvad der spørges om.
device-label = Kode
device-hint = Otte bogstaver. Små eller store, med eller uden streg.
device-button = Videre
device-yours-title = Kun for en enhed, som du selv bruger
device-yours = Den viser nu denne kode. Den, der får dig til at skrive en andens kode, får dine oplysninger. Ingen ringer eller skriver til dig med en kode fra os.
device-done-title = Gå tilbage til din enhed
device-done = { $client } går videre af sig selv om få sekunder. Du kan lukke denne side.
device-refused-title = Intet blev delt
device-refused = { $client } får at vide, at du sagde nej. Du kan lukke denne side.
leave-title = Log ud?
leave-client = { $client } sendte dig hertil for at logge ud.
leave-lead = Du er så logget ud af din konto i denne browser.
leave-button = Log ud
leave-stay = Bliv logget ind
left-title = Du er logget ud
left-lead = Du kan lukke siden.
account-prove-title = Vis en gang til, at det er dig
account-prove-lead = Før noget ændres ved, hvordan man logger ind på kontoen, spørger vi igen. Det gælder i 10 minutter.
account-prove-button = Fortsæt
account-prove-not-link = Tilbage uden at ændre noget
account-prove-text-title = Koden fra sms’en
account-prove-text-lead = Kontoen har en adgangsnøgle eller en godkendelsesapp, så en adgangskode alene er ikke nok til at ændre den. Der er sendt en kode til din telefon; en af dine udskrevne koder kan også bruges.
account-prove-again-link = Bed om en ny kode
account-passkey-prove = Tilføj eller fjern adgangsnøgler
account-back-link = Tilbage til din konto
account-change-password-lead = Alle andre browsere, der er logget ind, bliver logget ud.
account-change-mail-link = Skift mailadresse
account-change-mail-title = Hvad er din nye mailadresse?
account-change-mail-lead = Vi sender en kode til den. Når du har skrevet den, træder den i stedet for den gamle adresse, som får besked.
account-change-phone-link = Skift nummer
account-change-phone-title = Hvad er dit nye mobilnummer?
account-change-phone-lead = Vi sender en kode til det som sms. Når du har skrevet den, træder det i stedet for det gamle nummer, som får besked.
account-change-again-button = Skriv adressen igen for at få en ny kode
account-change-mail = Mailadressen blev ændret.
account-change-phone = Telefonnummeret blev ændret.
device-android = Android-enhed
device-ios = iPhone eller iPad
device-windows = Windows-computer
device-mac = Mac-computer
device-linux = Linux-computer
device-other = Ukendt enhed
account-apps-title = Godkendelsesapp
account-apps-lead = En telefon eller tablet, som du ejer, godkender login i stedet for en adgangskode. Du kan have tre.
account-app-activated = Aktiveret
account-app-used = sidst godkendt
account-app-blocked = Spærret: godkender intet
account-app-block = Spær denne app
account-app-reopen = Lad den godkende igen
account-app-remove = Fjern denne app
account-app-add = Aktivér en app
account-session-app = Logget ind med godkendelsesappen
account-activate-title = Aktivér godkendelsesappen
account-activate-begin-lead = Hav telefonen eller tabletten klar med skærmlås slået til. Vi viser en QR-kode, den skal scanne; den virker én gang, i 3 minutter. Der skal ikke installeres noget.
account-activate-begin = Vis QR-koden
account-activate-lead = Scan QR-koden med telefonens eller tablettens kamera, og åbn den adresse, der vises.
account-activate-qr = QR-kode, der aktiverer appen
account-activate-link = Åbn selv adressen
account-activate-again = Vis en ny QR-kode
account-activate-done-title = Appen er aktiveret
account-activate-done = Denne enhed godkender fra nu af for din konto: { $device }. Er det ikke din, så fjern den med det samme.
account-approve-button = Brug godkendelsesappen
account-approve-title = Godkend på din telefon
account-approve-lead = Åbn godkendelsesappen. Har kontoen en, spørger den nu dér og vil have dette nummer:
account-approve-number = Nummer
account-approve-continue = Jeg har godkendt
account-approve-not-yet = Det er ikke godkendt endnu.
account-approve-refused = Login blev afvist
account-approve-refused-lead = Nogen afviste det i godkendelsesappen eller tastede forkert nummer tre gange.
account-approve-over = Tiden er gået
account-approve-over-lead = Ingen godkendte i tide. Spørg igen, eller log ind på en anden måde.
account-approve-other-link = Log ind på en anden måde
app-title = Godkend
app-none-title = Denne enhed godkender ikke noget endnu
app-none-lead = Log ind på din konto på en anden enhed, vælg Aktivér en app, og scan QR-koden med denne.
app-for = For kontoen { $user }
app-nothing-title = Intet at godkende
app-nothing-lead = Når du logger ind et sted, spørger siden af sig selv. Læg den på din startskærm, så du kan finde den.
app-push-title = Få besked, når noget venter
app-push-lead = Enheden kan give dig besked, mens appen er lukket. Beskeden siger, at noget venter, og ikke hvad. Din browser beder dig om at tillade det.
app-push-button = Giv mig besked
app-push-on = Enheden giver dig besked, når noget venter.
app-push-off = Giv mig ikke besked mere
app-push-none = Browseren viser ikke notifikationer fra siden. På iPhone og iPad lægger du siden på startskærmen og åbner den derfra. Den spørger af sig selv, mens den er åben.
app-push-note-title = Noget venter på dig
app-push-note-text = Tryk for at se, hvem der spørger, og godkend eller afvis.
app-asks-title = Er det dig?
app-asked-on = Spurgt på
app-number-label = Nummeret på den anden skærm
app-number-hint = To cifre. Viser ingen skærm foran dig et nummer, er det en anden, der spørger: afvis.
app-approve = Godkend
app-deny = Afvis
app-report = Det var ikke mig
app-report-hint = Med den anden knap kan den, der spørger, heller ikke spørge igen i et døgn.
app-before-title = Tidligere
app-answer-approved = godkendt
app-answer-denied = afvist
app-answer-reported = afvist og anmeldt
app-answer-missed = ikke besvaret
app-leave-link = Fjern appen fra denne enhed
app-leave-title = Fjern appen fra denne enhed?
app-leave-lead = Denne enhed godkender ikke noget mere. Din konto, det du har bekræftet, og andre apps bliver. For at godkende her igen aktiverer du appen på ny: så skal du kunne logge ind på en anden måde.
app-leave-button = Fjern
app-leave-stay = Behold den
app-left = Appen er fjernet fra enheden.
app-join-title = Gør denne enhed til godkendelsesapp
app-join-lead = Den kommer til at godkende for kontoen { $user }. Der spørges efter dit fingeraftryk, dit ansigt eller enhedens kode, som aldrig forlader den. Fortsæt kun, hvis du selv fik QR-koden vist.
app-join-button = Aktivér
account-change-app-activated = En godkendelsesapp er aktiveret.
account-change-app-removed = En godkendelsesapp er fjernet.
account-change-app-blocked = En godkendelsesapp er spærret.
account-change-app-reopened = En spærret godkendelsesapp godkender igen.
account-export-link = Hent dine data
account-export-title = Tag dine data med
account-export-lead = En fil med alt, hvad denne konto har om dig: adresser, bekræftet identitet, adgangsnøgler, apps, browsere, hvad du har godkendt og sagt ja til. Den indeholder ingen adgangskoder eller nøgler. Opbevar den sikkert.
account-export-button = Hent
account-erase-link = Slet denne konto
account-erase-title = Slet denne konto?
account-erase-lead = Om 7 dage er alt, hvad den har om dig, væk for altid: adresser, bekræftet identitet, adgangsnøgler, apps og dit login hos alle tjenester. Indtil da kan du fortryde her. Det, organisationer selv gemmer om dig, bliver hos dem.
account-erase-button = Slet om 7 dage
account-erase-not-link = Behold kontoen
account-erase-keep = Behold den alligevel
account-erasing-title = Denne konto bliver slettet
account-erasing = Alt forsvinder på dette tidspunkt:
account-change-erasure-asked = Kontoen bliver slettet om 7 dage.
account-change-erasure-canceled = Kontoen bevares alligevel.
account-printed-title = Gendannelseskoder
account-printed-about = Ti koder på papir til den dag, telefonen er væk: hver kode erstatter én gang en sms, når du vælger en ny adgangskode.
account-printed-none = Du har ingen.
account-printed-left = { $codes ->
        [one] Der er { $codes } tilbage.
       *[other] Der er { $codes } tilbage.
    }
account-printed-link = Lav nye koder
account-printed-lead = Vi viser ti nye koder, én gang. Dem, du havde, er derefter intet værd. De virker fra 5 dage efter, at de blev lavet, så ingen, der er inde et øjeblik, laver nogle til senere.
account-printed-button = Vis nye koder
account-printed-once = Udskriv siden, eller skriv koderne ned, og gem dem dér, hvor du har dit pas. Ingen kan vise dem igen.
account-printed-done = Jeg har gemt dem
account-change-recovery-codes = Der er lavet nye gendannelseskoder.
account-change-recovery-asked = Nogen har med dit dokument og et levende ansigt vist, at kontoen er deres, og venter på adgang.
account-change-recovered = Kontoen er åbnet med et dokument og et levende ansigt.
account-change-recovery-refused = Nogen viste dit dokument med et andet ansigt og blev afvist.
account-change-recovery-stopped = Den, der ventede på kontoen, er stoppet.
account-change-release-asked = Nogen har vist, hvem de er, og vil have kontoen til at slippe den identitet.
account-change-released = Kontoen har sluppet den identitet, den gemte.
account-change-app-transferring = En godkendelsesapp flytter til en anden enhed.
account-change-app-transferred = En godkendelsesapp er flyttet til en anden enhed.
account-change-app-transfer-stopped = Ingen godkendelsesapp flytter: det blev stoppet.
account-app-from = Overtager en anden apps plads på dette tidspunkt:
app-transfer-link = Flyt til en anden enhed
app-transfer-title = Flyt til en anden enhed
app-transfer-lead = Behold denne enhed, til det er gjort. Den nye melder sig med en billedkode og overtager efter en ventetid, hvor du kan stoppe det. Intet skal bevises igen.
app-transfer-button = Godkend med denne enhed
app-transfer-scan = Scan den med den nye enheds kamera.
app-transfer-qr = Billedkode, der flytter godkendelsesappen til en anden enhed
app-moves-title = Denne app flytter til en anden enhed
app-moves = Indtil dette tidspunkt godkender den her:
app-moves-stop = Stop det
app-join-transfer-lead = Denne enhed skal overtage en godkendelsesapp for { $user }. Den godkender efter en ventetid; indtil da gør den gamle.
account-told-stopped = Det er stoppet. Ingen fik adgang.
account-told-forgotten = Denne browser ved ikke længere noget om det. Det, du bad om, er stoppet.
account-notice-stop-lead = Er det dig, så luk siden og vent. Er det ikke dig, så stop det. Tror du, at nogen har dit dokument eller din konto, så spær også kontoen.
account-notice-stop-button = Det er ikke mig: stop det
account-regain-link = Intet virker mere: få adgang med dit dokument og dit ansigt
account-regain-title = Få adgang igen med dit dokument
account-regain-new-lead = For den, der har mistet telefon, adgangskode og adgangsnøgler. Du skal bruge det dokument, som din konto kender dig på, og et kamera, der ser dit ansigt. Blev chippen læst dengang, skal den læses igen. Gør det hele på én enhed.
account-regain-wait-label = Ventetid
account-regain-wait = { $hours ->
        [one] { $hours } time
       *[other] { $hours } timer
    }
account-regain-begin-button = Begynd
account-regain-proving-lead = Du er ved at vise i denne browser, hvem du er, eller nogen ser på det. Kom tilbage hertil, når det er gjort.
account-regain-proving-link = Fortsæt
account-regain-not-proven-lead = Det kan ikke bruges: det endte ikke bekræftet, er mere end et døgn gammelt, eller dokument og ansigt blev vist på en anden enhed. Fortsæt der, eller begynd forfra.
account-regain-unknown-lead = Ingen konto her kender dig på dette dokument. Måske på et andet, du havde, eller du har aldrig gemt din identitet. Du kan oprette en konto nu og gemme den der.
account-regain-not-alike-lead = Kontoen, der kender dette dokument, tilhører en anden, så vidt vi kan se. Er den alligevel din, så kontakt support: nogen skal se på det sammen med dig.
account-regain-less-sure-lead = Du er bekræftet, men mindre sikkert end dengang din konto lærte dig at kende. Det åbner den ikke. Begynd forfra og gør det, der manglede, eller lad kontoen slippe din identitet: ingen får adgang, men du kan oprette en anden og gemme den der.
account-regain-missing-label = Det, der mangler
account-regain-missing-chip = Dokumentets chip
account-regain-missing-liveness = Videoidentifikation af dit ansigt
account-regain-missing-level = En bekræftelse på samme sikringsniveau
account-regain-found-lead = Der ser ud til at være en konto, som er din. Dit ansigt sammenlignes med det, den kender. Du skal vente, så ingen kommer ind med et stjålet dokument. Kontoens mailadresse og telefon får så besked og kan stoppe det. Indtil da stoler tjenester ikke på nogen med denne konto.
account-regain-found-button = Den er min: giv mig adgang efter ventetiden
account-regain-release-button = Slip min identitet efter ventetiden
account-regain-again-link = Begynd forfra
account-regain-waiting-lead = Kom tilbage til denne side i denne browser, når tiden er inde, og vælg en adgangskode. Inden for en uge derefter.
account-regain-releasing-lead = Kontoen slipper din identitet på dette tidspunkt, medmindre nogen, der har den, stopper det. Derefter kan du oprette en anden konto, bekræfte dig og gemme den der.
account-regain-until-label = Tidligst
account-regain-ready-lead = Dit bruger-id er { $user }. Vælg en adgangskode. Adgangsnøgler, apper, trykte koder, sessioner og forbindelser til tjenester slutter nu. Skift bagefter mailadresse og telefon, hvis de ikke længere er dine.
account-regain-ready-button = Få adgang
account-regain-stop-button = Stop dette, og glem mig i denne browser
account-regain-stopped-lead = Nogen, der har kontoen, stoppede det, eller tiden er gået. Er kontoen din, så begynd forfra eller kontakt support.
account-regain-done-lead = Det er gjort. Log ind med din nye adgangskode.
account-regain-released-lead = Kontoen har sluppet din identitet. Opret en anden, bekræft dig, og gem den der.
account-recovering-title = Nogen venter på denne konto
account-recovering-access = Den, der med dit dokument og ansigt viste, at den er deres, får adgang på dette tidspunkt:
account-recovering-release = Den, der viste at være personen bag din identitet, får kontoen til at slippe den på dette tidspunkt:
account-recovering-stop = Det er ikke mig: stop det
enrol-regain-title = Tilbage til din konto
enrol-regain-text = Du er bekræftet. Der er ét skridt tilbage, før du igen har adgang til din konto.
enrol-regain-link = Videre til din konto
enrol-forget-text = Bruger en anden også denne browser?
enrol-forget-button = Glem mig her
enrol-forgotten-title = Denne browser har glemt dig
enrol-forgotten-lead = Den næste, der bruger den, ser intet af din bekræftelse. Selve bekræftelsen er uændret.
account-pin-title = Godkendelsesappens pinkode
account-pin-about = Seks cifre, som godkendelsesappen spørger om hver gang, så ingen godkender, der blot har din telefon.
account-pin-since = Valgt
account-pin-choose-link = Vælg en pinkode
account-pin-change-link = Skift pinkoden
account-pin-forgotten-link = Glemt pinkoden?
account-pin-lead = Seks cifre, som godkendelsesappen spørger om hver gang: ingen rækker af cifre, ingen dato, intet fra dit telefonnummer.
account-pin-present-label = Nuværende pinkode
account-pin-present-hint = Den, som appen spørger om nu.
account-pin-new-label = Ny pinkode
account-pin-new-hint = Seks cifre.
account-pin-again-label = Ny pinkode igen
account-pin-again-hint = De samme seks cifre, for du kan ikke se dem.
account-pin-button = Behold denne pinkode
account-pin-forgotten-title = Glemt pinkoden?
account-pin-forgotten-lead = Efter en ventetid sender vi en midlertidig pinkode på otte cifre til din telefon som sms. Med den vælger du en ny på din kontos side. Mail og telefon får straks besked, så du kan stoppe det, hvis det ikke er dig.
account-pin-forgotten-button = Send en midlertidig pinkode
account-pin-waiting = En midlertidig pinkode sendes til din telefon fra dette tidspunkt:
account-pin-sent = En midlertidig pinkode er sendt til din telefon. Den virker til:
account-pin-temporary-link = Tast den midlertidige pinkode
account-pin-cancel = Jeg har ikke brug for den
account-pin-temporary-title = Vælg en ny pinkode
account-pin-temporary-lead = Tast den midlertidige pinkode fra sms’en og to gange den, du vælger.
account-pin-temporary-label = Midlertidig pinkode
account-pin-temporary-hint = Otte cifre fra sms’en.
account-change-pin = Der er valgt en pinkode til godkendelsesappen.
account-change-pin-locked = Godkendelsesappens pinkode var forkert for mange gange og er spærret.
account-change-pin-forgotten = Der er bedt om en midlertidig pinkode.
app-pin-label = Din pinkode
app-pin-hint = De seks cifre for din konto, ikke koden til denne enhed.
app-pin-missing = Din konto har ingen pinkode endnu, og uden en godkender denne app intet.
account-code-apps-title = Engangskoder
account-code-apps-about = En app på din telefon eller computer viser en ny kode hvert halve minut. Har du en, åbner din adgangskode intet uden en kode.
account-code-app-added = Tilføjet
account-code-app-used = sidst brugt
account-code-app-remove = Fjern
account-code-app-add = Tilføj en app til koder
account-code-app-title = Tilføj en app til koder
account-code-app-begin-lead = Hav en app til engangskoder ved hånden: de fleste adgangskodehåndteringer har en indbygget. Derefter spørger hvert login med adgangskode om en kode.
account-code-app-begin = Vis billedkoden
account-code-app-lead = Scan denne billedkode med appen, og tast så den kode, den viser.
account-code-app-qr = Billedkode med appens hemmelighed
account-code-app-typed = Tast selv hemmeligheden ind i appen
account-code-app-name-label = Hvad du kalder den
account-code-app-name-hint = For eksempel telefonen, den er på.
account-code-app-button = Tilføj denne app
account-one-time-label = Kode fra din app
account-one-time-hint = De seks cifre, den viser nu.
account-second-title = Tast en kode fra din app
account-second-lead = Din adgangskode var rigtig. Denne konto spørger også om en engangskode.
account-second-other-link = Log ind på en anden måde
account-session-code = Logget ind med adgangskode og kode
account-session-text = Logget ind med adgangskode og en kode på sms
account-change-code-app-added = En app til engangskoder blev tilføjet.
account-change-code-app-removed = En app til engangskoder blev fjernet.
checkup-title = Sikkerhedstjek
checkup-lead = Hvad der holder kontoen din, og hvad du stadig kan gøre.
checkup-good = I orden
checkup-to-do = Værd at gøre
checkup-key-good = Du kan logge ind med en adgangsnøgle eller din godkendelsesapp, som ingen kan gætte eller lokke fra dig.
checkup-key-advice = Kun en adgangskode lukker dig ind. Tilføj en adgangsnøgle eller en godkendelsesapp: Den kan ingen gætte eller lokke fra dig.
checkup-spare-good = Mister du en enhed, lukker en anden dig stadig ind.
checkup-spare-advice = Mister du den ene enhed, der lukker dig ind, er kun adgangskoden tilbage. Opret en enhed mere.
checkup-codes-good = Dine gendannelseskoder er udskrevet.
checkup-codes-advice = Du har få eller ingen gendannelseskoder. Udskriv nye, og gem dem sammen med dine papirer.
checkup-identity-good = Din identitet er gemt: Med dit dokument og dit ansigt kommer du ind igen, hvad du end mister.
checkup-identity-advice = Her er endnu ingen identitet gemt. Gem den, når en organisation har bekræftet dig: Med dit dokument og dit ansigt kommer du ind igen, hvad du end mister.
checkup-used-good = Alt, hvad der lukker dig ind, er brugt inden for det sidste halve år.
checkup-used-advice = Noget, der lukker dig ind, er ikke brugt i et halvt år. Fjern det, du ikke længere har.
checkup-browsers-good = Ingen anden browser er logget ind.
checkup-browsers-advice = Andre browsere er også logget ind. Afslut dem, du ikke kender.
services-title = Forbundne tjenester
services-lead = Tjenester, du logger ind hos med denne konto, og hvad de får at vide.
services-none = Ingen endnu. Når en tjeneste sender dig hertil for at logge ind, ser du den her bagefter.
services-told = Får at vide
services-how = hvordan det er bekræftet
services-others = Må også
services-resources = Hos
services-since = Siden
services-used = Sidst logget ind
services-offline = Den må hente det igen uden dig.
services-end-link = Afbryd forbindelsen
services-end-title = Afbryd forbindelsen til tjenesten?
services-end-lead = Den får ikke mere at vide og skal spørge dig igen næste gang. Hvad den allerede ved, beholder den; en åben session dér kan fortsætte lidt endnu.
services-end-button = Afbryd
services-keep = Behold den
history-title = Hvad der er sket
history-lead = Login, tjenester, svar i godkendelsesappen og ændringer fra de seneste 365 dage, de nyeste først.
history-none = Intet i denne periode.
history-kind = Hvad
history-any = Alt
history-kind-sign-in = Login på kontoen
history-kind-service = Login hos tjenester
history-kind-consent = Hvad du har sagt ja til
history-kind-approval = Svar i godkendelsesappen
history-kind-change = Ændringer
history-from = Fra
history-until = Til og med
history-show = Vis
history-json = Hent som fil (JSON)
history-older = Tidligere
history-service = Logget ind hos en tjeneste
history-consent = Sagt ja til, at en tjeneste får mere at vide
history-approved = Godkendt i godkendelsesappen
history-denied = Afvist i godkendelsesappen
history-reported = Afvist og anmeldt i godkendelsesappen
history-text = Med deres ord
history-asked-by = Spurgt af
history-account = Denne konto
