# De pagina's in het Nederlands. Gewone woorden, u, korte zinnen; leesbaar vanaf twaalf jaar.
# Hetzelfde woord voor hetzelfde ding, overal.

## Overal

common-product = Bonafide
common-skip = Naar de inhoud
common-language = Taal
common-help = Hulp
common-back = Terug
common-change = Wijzigen
common-cancel = Stoppen met deze controle
common-continue-elsewhere = Ander apparaat gebruiken
common-sandbox = Testmodus. Niets hier telt mee, en niemands identiteit wordt vastgesteld.
common-sandbox-short = Testmodus
common-step-of = Stap { $number } van { $count }
common-steps = Uw stappen
common-step-done = klaar
common-step-current = nu
common-step-ahead = komt nog
common-error-summary = Er is iets niet goed
common-error-prefix = Fout:
common-notice-more = Over deze melding
common-close = Sluiten
common-copy = Kopiëren
common-copied = Gekopieerd

date-long = { $day } { $month ->
    [1] januari
    [2] februari
    [3] maart
    [4] april
    [5] mei
    [6] juni
    [7] juli
    [8] augustus
    [9] september
    [10] oktober
    [11] november
   *[12] december
} { $year }
date-time = { $date } om { $time }
time-ago-now = zojuist
time-ago-minutes = { $count ->
    [one] { $count } minuut geleden
   *[other] { $count } minuten geleden
}
time-ago-hours = { $count } uur geleden
time-ago-days = { $count ->
    [one] { $count } dag geleden
   *[other] { $count } dagen geleden
}
time-in-minutes = { $count ->
    [one] over { $count } minuut
   *[other] over { $count } minuten
}
time-in-hours = over { $count } uur
time-in-days = { $count ->
    [one] over { $count } dag
   *[other] over { $count } dagen
}

## Woorden van het vak

step-consent = Akkoord
step-document = Uw document
step-chip = De chip
step-fields = Uw gegevens
step-selfie = Uw gezicht
step-liveness = Video-identificatie

document-passport = Paspoort
document-identity-card = Identiteitskaart
document-residence-permit = Verblijfsdocument
document-visa = Visum
document-passport-hint = De bladzijde met uw foto
document-identity-card-hint = Voorkant en achterkant
document-residence-permit-hint = Voorkant en achterkant
document-visa-hint = De hele sticker

evidence-document-front = Voorkant van het document
evidence-document-back = Achterkant van het document
evidence-chip = Bestanden van de chip
evidence-selfie = Selfie

source-server-driven = Geleid door onze server
source-camera-page = Camera op onze pagina
source-upload = Geüpload bestand
source-foreign-reader = Lezer van een ander

field-surname = Achternaam
field-given-names = Voornamen
field-full-name = Volledige naam in het eigen schrift
field-patronymic = Vadersnaam
field-place-of-birth = Geboorteplaats
field-issuing-authority = Instantie van afgifte
field-issue-date = Datum van afgifte
field-birth-date = Geboortedatum
field-sex = Geslacht
field-nationality = Nationaliteit
field-document-number = Documentnummer
field-expiry-date = Geldig tot
field-issuing-state = Afgegeven door
field-personal-number = Persoonsnummer

field-surname-hint = Zoals hij op uw document staat.
field-given-names-hint = Allemaal, zoals ze op uw document staan. Laat dit leeg als u er geen heeft.
field-birth-date-hint = Bijvoorbeeld 27 3 1985
field-expiry-date-hint = Bijvoorbeeld 27 3 2031
field-sex-hint = Zoals het op uw document staat.
field-nationality-hint = Drie letters, zoals op uw document, bijvoorbeeld NLD
field-issuing-state-hint = Drie letters, zoals op uw document, bijvoorbeeld NLD
field-document-number-hint = Letters en cijfers, zoals op uw document.
field-personal-number-hint = Zoals het op uw document staat.
field-day = Dag
field-month = Maand
field-year = Jaar
field-empty = Niet gelezen
sex-f = Vrouw
sex-m = Man
sex-x = Niet vermeld (X)

verification-check-digit = bevestigd door een controlecijfer
verification-machine-readable-zone = machinaal gelezen, zonder controlecijfer
verification-transliteration = dezelfde naam in een andere schrijfwijze
verification-visual-zone = Gelezen van de druk
verification-chip = bevestigd door de chip
verification-moderator = bevestigd door een moderator
verification-unverified = niet bevestigd

status-requires-input = wacht op de persoon
status-processing = wordt gecontroleerd
status-in-review = in beoordeling
status-verified = bevestigd
status-rejected = afgewezen
status-canceled = geannuleerd
status-expired = verlopen

check-document-present = Document in beeld
check-document-sides = Beide kanten getoond
check-document-whole = Het hele document in beeld
check-document-resolution = Grootte van het document in beeld
check-document-sharpness = Scherpte van het document
check-document-light = Licht op het document
check-document-glare = Weerspiegeling op het document
check-document-covered = Niets op het document
check-document-screen = Geen beeld op een scherm
check-document-print = Geen afdruk of fotokopie
check-document-screenshot = Geen schermafbeelding
check-portrait-present = Pasfoto op het document
check-portrait-quality = Kwaliteit van de pasfoto
check-zone-read = Machineleesbare zone gelezen
check-zone-check-digits = Controlecijfers
check-zone-dates = Datums
check-zone-states = Landen
check-document-kind = Soort document
check-document-expiry = Vervaldatum
check-fields-match-zone = Druk en zone stemmen overeen
check-document-barcode = Codes en document stemmen overeen
check-national-number = Nationaal nummer
check-document-reported = Niet als verloren of gestolen gemeld
check-chip-read = Chip gelezen
check-chip-authenticity = Chip ondertekend door een staat
check-chip-proof = De originele chip
check-chip-zone = Chip en document zeggen hetzelfde
check-chip-portrait = Pasfoto op de chip
check-fields-agree = Velden komen overeen met de zone
check-minimum-age = Minimumleeftijd
check-document-use = Alleen door de houder gebruikt
check-selfie-face-count = Eén gezicht op de selfie
check-selfie-face-size = Grootte van het gezicht
check-selfie-framing = Hele gezicht in het ovaal
check-selfie-sharpness = Gezicht scherp
check-selfie-gaze = Ogen naar de camera
check-selfie-brightness = Helderheid van het gezicht
check-selfie-eyes = Ogen open, gezicht vrij
check-selfie-pose = Hoofd recht
check-selfie-background = Achtergrond en licht
check-face-match = Selfie en pasfoto
check-image-identity = Nieuwe foto's
check-face-use = Niet eerder met een ander document bevestigd
check-liveness = Levende persoon
check-liveness-prompts = Gedaan wat werd gevraagd
check-liveness-depth = Een hoofd, geen plaatje
check-liveness-continuity = Steeds hetzelfde gezicht
check-liveness-sequence = Genoeg beelden
check-liveness-stream = Steeds nieuwe beelden
check-liveness-replay = Geen scherm voor de camera
check-liveness-light = Het gezicht volgt de kleuren van het scherm
check-liveness-source = Een echte camera
check-capture-quality = Camera goed genoeg
check-handed-over = Zelfde apparaat
check-sandbox = Voorbeeld uit de sandbox

outcome-pass = goed
outcome-warn = opmerking
outcome-inconclusive = onduidelijk
outcome-fail = niet goed

## Begin: een link is geopend

start-title = { $organisation } vraagt u te laten zien wie u bent
start-purpose = Waarvoor
start-service = Dienst
start-need = Wat u nodig heeft
start-need-document = Uw paspoort, identiteitskaart of een ander document dat mag
start-need-camera = Een camera, op dit apparaat of op uw telefoon
start-need-time = Ongeveer vijf minuten
start-happens = Wat er gebeurt
start-happens-text = U fotografeert uw document en uw gezicht. Wij kijken of die bij elkaar horen en geven { $organisation } de uitkomst.
start-safety = Komt u hier niet via { $organisation }? Sluit dan deze pagina. Er is nog niets gebeurd.
start-button = Beginnen
start-expires = Deze link werkt één keer, tot { $time }.

used-lead = De link van { $organisation } werkt één keer, en is in een andere browser of op een ander apparaat geopend.
used-there-title = U heeft die browser nog
used-there = Ga daar verder. Alles staat er nog zoals u het achterliet. Heeft u de pagina gesloten? Open dan daar dezelfde link.
used-lost-title = U heeft die browser niet meer, of de gegevens ervan zijn gewist
used-lost = Vraag { $organisation } om een nieuwe link en begin opnieuw. Met deze link kan niemand verdergaan, ook geen vreemde.
used-done-title = U was al klaar
used-done = Dan hoeft u niets te doen. { $organisation } krijgt de uitkomst.
used-stranger = Heeft u de link niet eerder geopend? Laat het { $organisation } weten: misschien heeft iemand anders hem.

## De weg

enrol-consent-title = Gaat u akkoord met deze controle?
enrol-consent-lead = { $organisation } wil zeker weten wie u bent. We bekijken uw document en uw gezicht alleen als u akkoord gaat.
enrol-consent-who = Wie het vraagt
enrol-consent-for = Waarvoor
enrol-consent-what = Wat we van u vragen
enrol-consent-what-document = Foto's van uw document
enrol-consent-what-chip = De chip in uw document uitlezen
enrol-consent-what-fields = Nakijken wat we daarvan hebben gelezen
enrol-consent-what-selfie = Een foto van uw gezicht, om te vergelijken met de foto op het document
enrol-consent-what-liveness = Een korte film van uw gezicht terwijl u aanwijzingen volgt, zodat we zeker weten dat u het bent en dat u er zelf bent
enrol-consent-happens = Wat ermee gebeurt
enrol-consent-happens-text = Onze computers lezen uw document en vergelijken de gezichten. Zijn ze niet zeker, dan kijkt een van onze medewerkers. { $organisation } krijgt de uitkomst en de gegevens op uw document.
enrol-consent-faces-text = We vergelijken uw gezicht ook met dat van mensen die eerder voor { $organisation } zijn gecontroleerd, om te merken of iemand onder meer dan één naam komt.
enrol-consent-keep = Hoelang we het bewaren
enrol-consent-keep-text = Uw foto's worden versleuteld bewaard en gewist als hun tijd om is, en meteen als { $organisation } daarom vraagt. Wat daarna overblijft, is een verslag zonder uw persoonsgegevens.
enrol-consent-keep-days = Foto's: hoogstens { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
}.
enrol-consent-rights = U mag nee zeggen, u mag op elk moment stoppen, en u mag { $organisation } later vragen uw gegevens te tonen, te verbeteren of te wissen. Daar hoort u ook welke andere manieren er zijn.
enrol-consent-button = Ik ga akkoord
enrol-consent-decline = Ik ga niet akkoord

enrol-choose-title = Welk document wilt u gebruiken?
enrol-choose-lead = Neem er een die niet verlopen is.
enrol-choose-button = Dit document gebruiken

enrol-photo-front-title = { $kind ->
    [passport] Fotografeer de bladzijde met uw foto
    [identity_card] Fotografeer de voorkant van uw identiteitskaart
    [residence_permit] Fotografeer de voorkant van uw verblijfsdocument
    [visa] Fotografeer uw visum
   *[other] Fotografeer de voorkant van uw document
}
enrol-photo-back-title = { $kind ->
    [identity_card] Fotografeer de achterkant van uw identiteitskaart
    [residence_permit] Fotografeer de achterkant van uw verblijfsdocument
   *[other] Fotografeer de achterkant van uw document
}
enrol-photo-front-lead = { $kind ->
    [passport] De bladzijde met uw foto en onderaan twee regels met <‑tekens. Daaruit lezen we uw gegevens.
    [visa] De hele sticker, met de regels met <‑tekens. Daaruit lezen we uw gegevens.
   *[other] De kant met uw foto. Die vergelijken we straks met uw gezicht.
}
enrol-photo-back-lead = De andere kant, vaak met drie regels met <‑tekens. Daaruit lezen we uw gegevens.
enrol-photo-tip-corners = Alle vier de hoeken staan op de foto.
enrol-photo-tip-light = Er schijnt geen lamp of raam op.
enrol-photo-tip-flat = Het ligt plat, zonder hoesje.
enrol-photo-button-camera = { $side ->
    [document_back] Achterkant fotograferen
    [selfie] Selfie maken
   *[other] Voorkant fotograferen
}
enrol-photo-upload = Liever een foto uploaden
enrol-photo-upload-label = Foto van uw document
enrol-photo-upload-hint = Een JPEG-, PNG- of WebP-bestand van hoogstens { $megabytes } MB
enrol-photo-upload-button = Deze foto versturen
enrol-photo-cannot = Dit lukt mij niet
enrol-photo-type-zone = De regels overtypen
enrol-photo-other-document = Ander document gebruiken
enrol-photo-front-again = De voorkant opnieuw fotograferen
enrol-photo-drawing = { $kind ->
    [passport] Tekening: een open paspoort. Uw foto staat links, de regels met <‑tekens staan onderaan.
    [visa] Tekening: een visumsticker. De regels met <‑tekens staan onderaan.
   *[other] Tekening: een kaart met links een foto.
}
enrol-photo-drawing-back = Tekening: de achterkant van een kaart. Onderaan staan drie regels met <‑tekens.

enrol-zone-title = Typ de regels met de <‑tekens over
enrol-zone-lead = Ze staan onderaan de bladzijde met uw foto, of achter op een kaart. Neem ze precies over, met elk <‑teken.
enrol-zone-label = De regels
enrol-zone-hint = Twee regels van 44 of 36 tekens, of drie regels van 30. Begin een nieuwe regel waar uw document dat doet.
enrol-zone-button = Deze regels controleren

enrol-working-reading-title = We lezen uw document
enrol-working-deciding-title = We controleren alles
enrol-working-chip-title = We controleren wat op de chip staat
enrol-working-lead = Dit duurt meestal minder dan een halve minuut. De pagina gaat vanzelf verder.
enrol-working-event-document = Uw foto's zijn aangekomen
enrol-working-event-read = Uw document is gelezen
enrol-working-event-chip = De chip is uitgelezen
enrol-working-event-fields = U heeft uw gegevens nagekeken
enrol-working-event-selfie = Uw selfie is aangekomen
enrol-working-now-reading = We zoeken uw foto en de regels met de <‑tekens
enrol-working-now-chip = We controleren de handtekening op de chip
enrol-working-now-deciding = We vergelijken uw gezicht met de foto op het document
enrol-working-long = Dit duurt langer dan gewoonlijk. U hoeft niet te wachten: open de link van { $organisation } later opnieuw of houd deze pagina open, dan ziet u hoe het afliep. { $organisation } hoort het ook.
enrol-working-reload = Opnieuw kijken

enrol-fields-title = Klopt dit?
enrol-fields-lead = Dit lazen we op uw document. Wijzig wat niet klopt.
enrol-fields-lead-empty = We konden niet alles lezen. Vul aan wat ontbreekt.
enrol-fields-note = Wat u wijzigt, moet door een van onze medewerkers worden bevestigd. Het kan dan langer duren.
enrol-fields-letters = Letters die op uw toetsenbord kunnen ontbreken
enrol-fields-zone = De regels die we lazen
enrol-fields-button = Ja, dit klopt
enrol-fields-photo-again = Het document opnieuw fotograferen

enrol-selfie-title = Maak een foto van uw gezicht
enrol-selfie-lead = We vergelijken die met de foto op uw document.
enrol-selfie-tip-light = Kijk naar een raam of een lamp.
enrol-selfie-tip-face = Doe zonnebril, pet en masker af; een andere bril ook, behalve als u die op de foto in uw document draagt.
enrol-selfie-tip-alone = Er staat niemand anders op de foto.
enrol-selfie-upload-label = Foto van uw gezicht
enrol-selfie-drawing = Tekening: een gezicht in een ovaal.
enrol-selfie-back = Uw gegevens nog eens nakijken
enrol-liveness-title = Video-identificatie
enrol-liveness-lead = We filmen uw gezicht terwijl u een paar kleine bewegingen maakt, zodat niemand een plaatje voor u kan laten doorgaan. Daarna vergelijken we het met de foto op uw document.
enrol-liveness-seconds = Het duurt ongeveer { $seconds ->
    [one] { $seconds } seconde
   *[other] { $seconds } seconden
}.
enrol-liveness-tip-place = Houd de camera op armlengte, ter hoogte van uw ogen.
enrol-liveness-tip-light = Kijk naar het licht: geen raam of lamp achter u.
enrol-liveness-tip-face = Zet hoed en mondkapje af. Zet ook uw bril af, behalve als u die op de foto in uw document draagt. Doe haar uit uw gezicht.
enrol-liveness-tip-follow = We zeggen wat u moet doen: hoofd draaien, dichterbij komen, naar achteren gaan, omhoog kijken of uw ogen sluiten. Kijk tussendoor recht vooruit.
enrol-liveness-light = Aan het eind verandert het scherm enkele seconden van kleur; dat licht valt op uw gezicht. Het verandert minder dan drie keer per seconde. Hebt u last van wisselende kleuren, kies dan een andere weg.
enrol-liveness-open = Camera openen
enrol-liveness-ready = Ik ben er klaar voor
enrol-liveness-other = Ik kan dit niet: kies een andere weg
enrol-liveness-other-lead = Kunt u de bewegingen niet maken, maak dan een foto. Een medewerker bekijkt uw registratie dan; dat duurt langer.
enrol-liveness-no-script = Video-identificatie heeft scripts nodig, en die staan uit in uw browser. Kies hieronder een andere weg.
enrol-liveness-countdown = Nog te wachten:
enrol-liveness-free = De pauze is voorbij. U kunt het nu opnieuw proberen.
enrol-liveness-left = U hebt nog { $count ->
    [one] { $count } poging
   *[other] { $count } pogingen
} voor een pauze.
enrol-liveness-progress = Hoe ver de film is
enrol-liveness-missed = Wat u nu anders kunt doen
enrol-liveness-help = Hulp bij de camera
enrol-liveness-ways = Andere manieren

enrol-chip-title = { $kind ->
    [passport] Lees de chip van uw paspoort uit
    [identity_card] Lees de chip van uw identiteitskaart uit
    [residence_permit] Lees de chip van uw verblijfsdocument uit
   *[other] Lees de chip van uw document uit
}
enrol-chip-lead = In uw document zit een chip met dezelfde gegevens en uw foto, ondertekend door het land dat het uitgaf. Niets laat beter zien dat uw document echt is.
enrol-chip-tip-cover = Haal hoesjes eraf, van het document en van de lezer.
enrol-chip-tip-place = In een paspoort zit de chip meestal in de achterkaft, soms in de bladzijde met uw foto; in een kaart zit hij binnenin. De antenne van een telefoon zit bovenaan de achterkant.
enrol-chip-tip-still = Houd alles stil tot de puntjes vol zijn.
enrol-chip-drawing = Tekening: een paspoort ligt plat boven een lezer. De chip, een klein teken midden op het omslag, is naar de lezer gekeerd.
enrol-chip-computer = Met een chiplezer op een computer
enrol-chip-computer-how = Installeer bonafide-reader op de computer met de chiplezer en voer daar de opdracht uit die deze pagina toont: adres en code staan erin.
enrol-chip-code-label = Code voor de lezer
enrol-chip-command = Of plak daar deze opdracht
enrol-chip-code-left = De code werkt nog { $minutes ->
    [one] { $minutes } minuut
   *[other] { $minutes } minuten
}.
enrol-chip-begin-button = Toon mij een code
enrol-chip-again-button = Toon mij een nieuwe code
enrol-chip-waiting = Wachten op uw lezer …
enrol-chip-confirm-title = Toont uw lezer hetzelfde getal?
enrol-chip-confirm-lead = De lezer “{ $reader }” wil de chip van uw document uitlezen. Ga alleen verder als het uw eigen lezer is en daar dit getal staat.
enrol-chip-confirm-yes = Ja, hetzelfde getal
enrol-chip-confirm-no = Nee, stoppen
enrol-chip-present = Leg het document op de lezer
enrol-chip-away = We horen uw lezer niet. Controleer de verbinding: hij heeft twee minuten om terug te komen.
enrol-chip-stage-greeting = We begroeten de chip
enrol-chip-stage-opening = We openen de chip
enrol-chip-stage-learning = We kijken wat erop staat
enrol-chip-stage-proving = De chip bewijst dat hij echt is
enrol-chip-stage-reading = We lezen de gegevens
enrol-chip-stage-done = Klaar
enrol-chip-progress = { $percent }% gelezen
enrol-chip-stop = Stoppen met uitlezen
enrol-chip-skip = Verdergaan zonder de chip
enrol-chip-skip-hint = Dan moet misschien een van onze medewerkers uw document bekijken. Dat duurt langer.
enrol-chip-key-title = Kijk na waarmee de chip opengaat
enrol-chip-key-lead = De chip gaat open met wat op uw document staat. Vergelijk elk teken; tekens die vaak worden verwisseld, staan onder de foto.
enrol-chip-key-photo = Uw foto van de kant met de machineleesbare regels
enrol-chip-key-photo-hint = Uw foto: het nummer en beide datums staan in de regels onderaan. Kies de foto om hem groter te zien.
enrol-chip-key-number = Documentnummer
enrol-chip-key-birth = Geboortedatum
enrol-chip-key-expiry = Geldig tot
enrol-chip-key-can = Kaarttoegangsnummer (CAN)
enrol-chip-key-can-hint = Zes cijfers op de voorkant van het document
enrol-chip-key-or = Of gebruik het kaarttoegangsnummer
enrol-chip-key-suspicious = “{ $letter }” kan ook “{ $other }” zijn
enrol-chip-key-button = De chip hiermee openen

enrol-review-title = Een van onze medewerkers kijkt mee
enrol-review-lead = Onze computers waren niet zeker genoeg. Dat zegt niets over u. Een mens bekijkt wat u stuurde, meestal binnen een dag.
enrol-review-next = U kunt deze pagina sluiten. { $organisation } hoort de uitkomst. Wilt u die zelf zien, open deze pagina dan weer in deze browser.

enrol-verified-title = We weten nu dat u het bent
enrol-verified-lead = U bent klaar. { $organisation } krijgt nu de uitkomst.
enrol-rejected-title = We konden niet vaststellen wie u bent
enrol-canceled-title = Dit is gestopt
enrol-expired-title = De tijd hiervoor is voorbij
enrol-result-next = Wat u nu kunt doen
enrol-result-verified-next = Ga terug naar { $organisation }. Daar gaat het verder.
enrol-result-rejected-next = Ga terug naar { $organisation } en vraag welke andere manieren er zijn.
enrol-result-ended-next = Wilt u dit toch nog doen? Vraag { $organisation } dan om een nieuwe link.
enrol-result-why = Waarom
enrol-return-button = Terug naar { $organisation }
enrol-return-elsewhere = Ga terug naar het apparaat waar u begon. De pagina daar gaat vanzelf verder.
enrol-return-title = We brengen u terug naar { $organisation }
enrol-return-link = Verder naar { $organisation }

enrol-cancel-title = Wilt u stoppen?
enrol-cancel-lead = Wat u heeft gestuurd, wordt niet verder gebruikt. Om het opnieuw te proberen heeft u een nieuwe link van { $organisation } nodig.
enrol-cancel-button = Ja, stoppen
enrol-cancel-back = Nee, verdergaan

enrol-saved-elsewhere = Dit ging verder in een ander tabblad of op een ander apparaat. Deze pagina toont hoe het er nu voor staat.

## De camera

camera-starting = De camera start …
camera-allow = Uw browser vraagt of deze pagina de camera mag gebruiken. Kies “Toestaan”.
camera-shutter = Foto maken
camera-shutter-face = Ik ben klaar: maak de foto
camera-close = Camera sluiten
camera-switch = Andere camera gebruiken
camera-use = Deze foto gebruiken
camera-again = Opnieuw maken
camera-check-document = Kunt u elke letter lezen?
camera-check-selfie = Is uw hele gezicht scherp en goed belicht?
camera-sending = Uw foto wordt verstuurd …
camera-sent-share = { $percent }% verstuurd
camera-guide-document = Vul het kader met uw document
camera-guide-selfie = Houd uw gezicht in het ovaal
liveness-guide-ready = Goed. Kies “Ik ben er klaar voor”
liveness-prompt-turn-left = Draai uw hoofd langzaam naar links
liveness-prompt-turn-right = Draai uw hoofd langzaam naar rechts
liveness-prompt-closer = Kom dichterbij
liveness-prompt-back = Ga iets naar achteren
liveness-prompt-close-eyes = Sluit beide ogen een seconde
liveness-prompt-look-up = Til uw hoofd op en kijk omhoog
liveness-prompt-rest = Kijk recht vooruit
liveness-prompt-light = Blijf recht vooruit kijken. Het scherm wisselt van kleur
liveness-judging = Dank u. We controleren de film …
liveness-passed = Klaar. Dat is gelukt
liveness-unsure = Dank u. Iemand kijkt ernaar
liveness-failed = Dat is nog niet gelukt. We zeggen waarom
liveness-wait = Nu worden anderen gefilmd. Mensen in de rij: { $count }. Blijf hier alstublieft
liveness-anyway = Wordt het niet beter? Kies dan toch “Ik ben er klaar voor”. Misschien moet het daarna opnieuw.
liveness-advice-further = De beweging was te klein. Beweeg verder, tot u het duidelijk voelt.
liveness-advice-shut = We zagen uw ogen niet lang genoeg dicht. Houd beide dicht tot de woorden veranderen.
liveness-advice-slower = De beweging was te snel voor de camera. Doe het langzaam, in ongeveer twee seconden.
liveness-advice-wait = U begon voordat we het vroegen. Wacht tot de woorden verschijnen.
liveness-advice-come-back = U was nog niet terug. Kijk eerst weer recht vooruit.
liveness-advice-only-that = U bewoog ook op een andere manier. Doe alleen dit en houd de rest stil.
liveness-advice-stay-in-view = Uw gezicht ging buiten het ovaal. Houd het er helemaal in, ook als u beweegt.
liveness-advice-more-light = Uw gezicht was te donker. Draai naar een raam of een lamp.
liveness-advice-less-light = Uw gezicht was te licht. Ga weg van de lamp of de zon.
liveness-advice-connection = Er kwamen te weinig beelden aan. Sluit andere apps en pagina’s, ga waar de verbinding beter is, of gebruik een ander apparaat.
camera-guide-dark = Te donker. Zoek meer licht
camera-guide-bright = Te licht. Ga weg van het licht
camera-guide-glare = Het glimt. Kantel het een beetje
camera-guide-still = Blijf stil
camera-guide-blurred = Nog niet scherp
camera-guide-ready = Goed zo. Maak de foto
camera-anyway = Wordt het niet beter? Maak de foto dan zoals het nu is. Misschien moet hij dan opnieuw.
camera-poor = Uw camera laat weinig zien. U mag toch verdergaan: we noteren het, en misschien moet het opnieuw.
camera-unguided = Deze browser kan u niet begeleiden. U mag toch verdergaan: we noteren het.
camera-taken = De foto is gemaakt. Kijk of hij goed is.
camera-own = Het is tot nu toe niet gelukt. Maak de foto met de eigen camera van uw telefoon, die vaak beter ziet, of kies een bestand.
camera-own-button = Camera van de telefoon openen
camera-guide-edges = De randen zijn niet te zien. Leg het op een effen, donkere tafel
camera-guide-centre = Breng uw gezicht in het ovaal
camera-guide-closer = Kom dichterbij
camera-guide-further = Ga verder weg
camera-guide-flatter = Houd het vlak, recht voor de camera
camera-guide-straight = Kijk recht vooruit
camera-guide-upright = Houd uw hoofd rechtop
camera-guide-eyes = Doe uw ogen open
camera-guide-covered = Haal haar en handen van uw gezicht
camera-guide-front = Draai naar het licht toe
camera-guide-plain = Ga voor een effen muur staan
camera-guide-slower = Langzamer
camera-steps-chrome = In Chrome: klik op het teken links van het adres, dan op ‘Site-instellingen’, en sta de camera toe. Laad deze pagina opnieuw.
camera-steps-chrome-phone = In Chrome op uw telefoon: tik op het teken links van het adres, dan op ‘Rechten’, en sta de camera toe. Kijk ook in de instellingen van de telefoon of Chrome de camera mag gebruiken.
camera-steps-edge = In Edge: kies het slotje links van het adres, dan ‘Machtigingen voor deze site’, en sta de camera toe. Laad deze pagina opnieuw.
camera-steps-firefox = In Firefox: kies de doorgestreepte camera links van het adres en haal de blokkade weg. Laad deze pagina opnieuw en kies ‘Toestaan’.
camera-steps-safari = In Safari: kies in het Safari-menu ‘Instellingen voor deze website’ en zet de camera op ‘Sta toe’. Laad deze pagina opnieuw.
camera-steps-safari-phone = Op een iPhone of iPad: tik op het teken links van het adres, dan op ‘Website-instellingen’, en zet de camera op ‘Sta toe’. Het staat ook in Instellingen, Apps, Safari, Camera.
camera-steps-samsung = In Samsung Internet: tik op het slotje links van het adres, dan op ‘Machtigingen’, en sta de camera toe. Kijk ook in de instellingen van de telefoon, Apps, Samsung Internet.
camera-steps-in-app = U leest dit in een andere app, die haar camera misschien niet deelt. Open deze pagina in uw browser: kies in het menu van de app ‘Openen in browser’.
camera-steps-other = Zoek in de instellingen van uw browser voor deze site naar de camera en sta die toe. Laad deze pagina opnieuw.
camera-preview = Uw foto
camera-kept = Uw foto is er nog.

## Verdergaan op een telefoon

handover-title = Ga verder op uw telefoon
handover-lead = Scan deze code met de camera van uw telefoon. Deze pagina volgt vanzelf.
handover-qr = QR-code met de link voor uw telefoon
handover-number = Uw getal
handover-number-hint = Uw telefoon vraagt om dit getal. Zo weten we dat beide apparaten van u zijn.
handover-time-left = De code werkt nog { $minutes ->
    [one] { $minutes } minuut
   *[other] { $minutes } minuten
}.
handover-link = Of open deze link op uw telefoon
handover-send = Of stuur uzelf de link
handover-send-label = E-mailadres of telefoonnummer
handover-send-hint = Een telefoonnummer met landcode, bijvoorbeeld +31 6 12345678
handover-send-button = Link versturen
handover-sent = De link is onderweg naar { $to }.
handover-delivered = De link is verstuurd naar { $to }.
handover-stay = Op dit apparaat blijven
handover-begin-title = Liever uw telefoon gebruiken?
handover-begin-lead = Telefoons maken betere foto's. U krijgt een code om te scannen; daarna gaat deze pagina vanzelf verder.
handover-begin-button = Toon mij de code
handover-begin-anyway = Toon een link voor deze computer
handover-away-title = Ga verder op uw telefoon
handover-away-lead = U gaat nu verder op uw telefoon. Houd deze pagina open: hier ziet u wat u daar doet. Bent u klaar, dan gaat de pagina verder.
handover-away-now = Nu op uw telefoon
handover-away-end = Toch hier verdergaan
handover-away-asked = Bent u hier zelf mee begonnen?
handover-mine-title = Bent u hier zojuist zelf mee begonnen bij { $organisation }, op uw eigen computer?
handover-mine-yes = Ja, ik ben zelf begonnen
handover-mine-refusing = Kiest u “Dit was ik niet”, dan stopt dit meteen. Wat u hier heeft gegeven, wordt niet bewaard.
handover-here-title = Ga hier verder
handover-here-only = Ga alleen verder als u dit zojuist zelf op uw computer heeft geopend.
handover-here-nobody = Heeft iemand anders u deze link gestuurd, of noemt of vraagt iemand het getal? Dan probeert die persoon uw identiteit te gebruiken.
handover-here-label = Welk getal staat op uw eerste scherm?
handover-here-button = Op dit apparaat verdergaan
handover-here-refuse = Dit was ik niet
handover-refused-title = Goed dat u bent gestopt
handover-refused-lead = De link werkt niet meer. Er is niets over u doorgegeven.
handover-refused-close = U kunt deze pagina sluiten. U hoeft hier verder niets te doen.
handover-refused-tell = Kreeg u de link of het getal van iemand? Laat het { $organisation } weten. Misschien probeert iemand uw identiteit te gebruiken.

## Wat dit is

home-title = Laat zien wie u bent, vanuit uw eigen browser
home-lead = Bonafide gaat na wie iemand is: een foto van een document, een foto van een gezicht, een helder antwoord. Het draait op uw eigen server en er gaat niets naar buiten.
home-person-title = Heeft iemand u hierheen gestuurd?
home-person-text = Open de link die u heeft gekregen. Zonder die link valt hier niets te doen.
home-help = Een melding opzoeken
home-help-text = Elke melding heeft een naam en een code. Zoek de uwe op om te zien wat die betekent en wat u kunt doen.
home-developer-title = Voor ontwikkelaars
home-developer-text = Eén aanroep opent een sessie, één webhook brengt de uitkomst.
home-developer-link = De programmeerinterface lezen
home-moderator-title = Voor moderators
home-moderator-link = Inloggen om te beoordelen
home-try-title = Probeer het
home-try-lead = Deze server draait als demonstratie op uw eigen computer. Open een sessie in de testmodus en doorloop die zelf.
home-try-service = Dienst
home-try-button = Testsessie openen
home-try-samples = Voorbeelddocumenten om te printen of te tonen
home-try-mailbox = Mailbox van deze demonstratie
home-samples-title = Voorbeelddocumenten
home-samples-lead = In de testmodus leidt elk voorbeeld tot de uitkomst waarnaar het heet. Fotografeer er een van het scherm of van papier, of bewaar het en upload het. Buiten de testmodus worden ze geweigerd.
home-samples-verified = Leidt tot: bevestigd
home-samples-retry-selfie = Leidt tot: nog een selfie, dan bevestigd
home-samples-retry-document = Leidt tot: verlopen, ander document nodig
home-samples-rejected = Leidt tot: afgewezen
home-samples-in-review = Leidt tot: in beoordeling
home-samples-save = Afbeelding bewaren
home-samples-print = Print deze pagina om ze in de hand te houden.
home-samples-alt = Voorbeeldpaspoort, nummer { $number }

## Hulp

help-title = Hulp
help-lead = Zoek op wat u op uw scherm zag: de naam, de code of een paar woorden.
help-search-label = Naam, code of woorden
help-search-button = Zoeken
help-found = { $count ->
    [0] Niets gevonden voor “{ $query }”.
    [one] { $count } melding gevonden voor “{ $query }”.
   *[other] { $count } meldingen gevonden voor “{ $query }”.
}
help-none = Probeer minder woorden, of kijk in de lijst hieronder.
help-what = Wat het betekent
help-do = Wat u kunt doen
help-also = Ook bekend als
help-who = Wie dit ziet
help-audience-person = Mensen die bewijzen wie ze zijn
help-audience-developer = Ontwikkelaars
help-audience-operator = Moderators en beheerders
help-status = HTTP-status
help-retryable = Dezelfde aanvraag kan later lukken.
help-back = Alle meldingen
help-return = Terug naar uw identiteitscontrole

## Beoordelen

moderate-title = Beoordelen
moderate-sign-in-title = Log in om te beoordelen
moderate-sign-in-lead = Gebruik de passkey die u voor deze server heeft ingesteld.
moderate-sign-in-button = Inloggen met een passkey
moderate-sign-out = Uitloggen
moderate-enrol-title = Stel uw passkey in
moderate-enrol-lead = { $name }, met deze link stelt u een passkey in voor deze server. Een passkey blijft op uw apparaat en kan niet worden geraden of door een nagemaakte pagina worden gestolen.
moderate-enrol-button = Passkey instellen
moderate-needs-scripts = Passkeys hebben scripts nodig. Sta JavaScript toe voor deze pagina en laad die opnieuw.
moderate-signed-in-as = Ingelogd als { $name }
moderate-next-title = Uw volgende zaak
moderate-next-lead = Zaken worden een voor een uitgedeeld, de dringendste eerst. U kunt er geen uitkiezen.
moderate-next-waiting = { $count ->
    [0] Er wacht geen zaak.
    [one] Er wacht { $count } zaak.
   *[other] Er wachten { $count } zaken.
}
moderate-next-overdue = { $count } te laat
moderate-next-button = Geef mij een zaak
moderate-case-title = Zaak { $id }
moderate-case-due = Uiterlijk
moderate-case-opened = Geopend
moderate-case-service = Dienst
moderate-case-organisation = Organisatie
moderate-case-round = Hoeveelste beoordeling
moderate-case-document = Document
moderate-case-reasons = Waarom een mens moet beslissen
moderate-case-earlier = Eerder beslist
moderate-case-came-back = Aanvaard, maar er kwam iets aan het licht: opnieuw te beoordelen
moderate-case-findings = Bevindingen
moderate-case-refusal = Reden van weigering
moderate-case-look-at = Waar op te letten
refusal-side-missing = Zijde ontbreekt
refusal-mismatch = Komt niet overeen
refusal-copy = Kopie
refusal-unreadable = Onleesbaar
refusal-expired = Verlopen
moderate-look-side = De twee beelden zijn vergeleken op vingerafdruk van het beeld, zone en pasfoto. Kijk of een ervan de achterkant toont; alleen een schaduwfoto is geen tweede voorkant.
moderate-look-mismatch = De afstand tussen de twee gezichten is gemeten. Vergelijk oren, ooghoeken en kaaklijn; let niet op haar, baard, bril en gewicht. Vraag een betere selfie als de pasfoto oud is.
moderate-look-portrait = Er is een groot gezicht gevonden en geen zone. Kijk of er een document om de pasfoto heen zit; een pasfoto uit een automaat of een selfie is er geen.
moderate-look-screen = Gemeten is hoe ver één kleurfrequentie uitsteekt: de strepen van een scherm. Vergroot: zoek een fijn raster, regenboogbanden, een glazen rand of een muisaanwijzer. Gedrukte guilloches zijn lijnen, geen raster.
moderate-look-grey = Gemeten is hoe ver de kleuren van het document uiteenliggen; de tint van het licht telt niet. Kijk of tafel en hand kleur hebben en het document niet. Gegraveerde pasfoto’s zijn ook op echte kaarten grijs.
moderate-look-print = Gemeten is hoe ver één lichtfrequentie uitsteekt: de punten van een printer. Vergroot egale vlakken: punten in een raster, wit papier langs de rand, geen glans. Inktprinters laten geen raster na en worden zo niet gevonden.
moderate-look-screenshot = Gemeten is welk deel van het beeld nergens verandert, en of het de maat van een scherm heeft. Zoek een statusbalk, knoppen, ronde hoeken van een kaart zonder schaduw.
moderate-look-suspected = Een meting ligt tussen documenten en kopieën. Bekijk welke bevinding dat zegt, vergroot het beeld en vraag bij twijfel een nieuwe foto bij daglicht.
moderate-look-covered = Iets in huidkleur komt over de rand binnen en ligt op pasfoto of zone. Kijk wat het verbergt: een duim bij toeval, of telkens hetzelfde veld.
moderate-look-unreadable = Scherpte, licht, weerspiegeling, randen en zone zijn gemeten. Kijk of u nummer, datums en pasfoto zelf kunt lezen; zo niet, vraag opnieuw en gok niet.
moderate-look-poor = De pixels tussen de ogen en de details van de pasfoto zijn gemeten en te weinig voor een eerlijke vergelijking. Dat zegt niets over de persoon: vraag een foto van dichterbij of lees de chip.
moderate-look-expired = De einddatum is uit de zone gelezen en met vandaag (UTC) vergeleken. Kijk naar de gedrukte datum; sommige staten verlengen met een stempel op een andere bladzijde.
moderate-look-alike = Het gezicht is vergeleken met dat van iedereen die eerder is bevestigd, en een of meer liggen binnen de afstand. Hieronder staan hun selfies, voor zover die nog bewaard worden. Vergelijk oren, ooghoeken en kaaklijn; ook broers, zussen en vreemden in een grote groep komen zo dichtbij.
moderate-case-fields = Velden
moderate-case-evidence = Bewijs
moderate-case-evidence-recorded = Elke blik op een foto wordt vastgelegd.
moderate-case-evidence-gone = Deze foto is gewist.
moderate-case-alike = Gezichten die hierop lijken
moderate-case-alike-selfie = Selfie van een andere registratie
moderate-case-column-check = Controle
moderate-case-column-outcome = Uitkomst
moderate-case-column-reason = Reden
moderate-case-column-measured = Gemeten
moderate-case-column-threshold = Grens
moderate-case-column-model = Model
moderate-case-column-field = Veld
moderate-case-column-value = Waarde
moderate-case-column-vouched = Bevestigd door
moderate-settle-title = Uw beslissing
moderate-settle-accept = Aanvaarden: dit is de persoon op het document
moderate-settle-retry = Opnieuw vragen
moderate-settle-reject = Definitief afwijzen
moderate-settle-reason = Reden die de persoon te horen krijgt
moderate-settle-reason-choose = Kies een reden
moderate-settle-note = Wat u zag en waarom u zo beslist
moderate-settle-note-hint = Blijft in de geschiedenis. De persoon ziet het niet.
moderate-settle-button = Verder om te bevestigen
moderate-put-back = Deze zaak teruggeven aan iemand anders
moderate-confirm-title = Bevestig uw beslissing
moderate-confirm-accept = De persoon wordt bevestigd en de organisatie hoort het. Dit kan niet ongedaan worden gemaakt.
moderate-confirm-retry = De persoon wordt opnieuw gevraagd en hoort: { $reason }.
moderate-confirm-reject = De persoon wordt definitief afgewezen en hoort: { $reason }. Dit kan niet ongedaan worden gemaakt.
moderate-confirm-button = Zaak afhandelen
moderate-confirm-back = Beslissing wijzigen
moderate-settled = De zaak is afgehandeld.
moderate-reopened = De persoon is nog niet geaccepteerd: nadat u de zaak zag, is er iets aan het licht gekomen. Er moet opnieuw worden beslist.
moderate-keys-title = Toetsen
moderate-keys-evidence = volgende en vorige foto
moderate-keys-decide = aanvaarden, opnieuw vragen, afwijzen
moderate-keys-note = de notitie schrijven
moderate-keys-help = deze hulp tonen of verbergen
moderate-keys-close = Sluiten
moderate-chip-class = Bewijsklasse
moderate-chip-class-none = geen: geen staat die geloofd wordt heeft de bestanden ondertekend
moderate-chip-access = Geopend met
moderate-chip-signer-country = Land van de ondertekenaar
moderate-chip-signer = Certificaat van de ondertekenaar, SHA-256-vingerafdruk
moderate-trust-title = Vertrouwensregister
moderate-trust-lead = Paspoortchips worden geloofd als een certificaat in dit register ernaar leidt. Er staat alleen in wat iemand hier heeft toegevoegd.
moderate-trust-imported = Het bestand is geïmporteerd.
moderate-trust-countries = Landen
moderate-trust-country = Land
moderate-trust-any = Alle
moderate-trust-state = Status
moderate-trust-kind = Soort
moderate-trust-search = Onderwerp of serienummer bevat
moderate-trust-show = Tonen
moderate-trust-nothing = Niets in het register voldoet hieraan.
moderate-trust-more = Volgende pagina
moderate-trust-import = Importeren en vastzetten
moderate-trust-sources = Lijsten en bestanden in gebruik
moderate-trust-kind-authority = Staatscertificaat
moderate-trust-kind-signer = Documentondertekenaar
moderate-trust-kind-crl = Intrekkingslijst
moderate-trust-state-valid = geldig
moderate-trust-state-ending = eindigt binnen 90 dagen
moderate-trust-state-ended = verlopen
moderate-trust-state-distrusted = hier niet geloofd
moderate-trust-subject = Onderwerp
moderate-trust-serial = Serienummer
moderate-trust-until = Tot
moderate-trust-from = Vanaf
moderate-trust-issuer = Uitgegeven door
moderate-trust-fingerprint = SHA-256-vingerafdruk
moderate-trust-key = Sleutel
moderate-trust-revokes = Certificaten die het intrekt
moderate-trust-chain = Waar het naartoe leidt
moderate-trust-revocation = Intrekking
moderate-trust-issuers = Ondertekend door
moderate-trust-deviations = Wijkt af van de standaard, en wordt toegestaan
moderate-trust-provenance = Waar het vandaan komt
moderate-trust-source-list = Ondertekende lijst
moderate-trust-source-hand = Handmatig
moderate-trust-source-directory = Export van de directory
moderate-trust-command-line = de opdrachtregel
moderate-trust-signed-by = Ondertekend door
moderate-trust-signer-until = Het certificaat van de ondertekenaar eindigt
moderate-trust-imported-by = Geïmporteerd door
moderate-trust-chain-trusted = naar een certificaat dat wordt geloofd
moderate-trust-chain-unknown = nergens heen: de uitgever wordt niet geloofd
moderate-trust-chain-not-signed = de genoemde uitgever heeft het niet ondertekend
moderate-trust-chain-distrusted = het certificaat of zijn uitgever wordt hier niet geloofd
moderate-trust-chain-revoked = ingetrokken
moderate-trust-chain-expired = een certificaat onderweg is verlopen
moderate-trust-chain-early = een certificaat onderweg is nog niet geldig
moderate-trust-chain-unauthorised = een uitgever onderweg mag niet uitgeven
moderate-trust-revocation-unknown = geen lijst vermeldt het
moderate-trust-revocation-stale = niet ingetrokken volgens een verouderde lijst
moderate-trust-revocation-good = niet ingetrokken
moderate-trust-distrust = Dit certificaat niet meer geloven
moderate-trust-distrust-lead = Elk document dat alleen hierheen leidt, krijgt een onbekende uitgever, wat lijsten ook zeggen. U kunt dit ongedaan maken.
moderate-trust-reason = Waarom
moderate-trust-again = Weer geloven
moderate-trust-import-lead = Een ondertekende lijst wordt aanvaard als de ondertekenaar hieronder is vastgezet. Voor al het andere staat u zelf in voor de vingerafdruk. U ziet wat er zou veranderen voordat het gebeurt.
moderate-trust-file = Bestand met lijsten, certificaten of intrekkingslijsten
moderate-trust-file-hint = Een master list (.ml), een export van de internationale directory (.ldif), PEM of DER. Hoogstens 16 megabyte.
moderate-trust-file-button = Tonen wat er verandert
moderate-trust-pins = Vastgezette ondertekenaars van lijsten
moderate-trust-pins-lead = Zet het certificaat vast van een staat die lijsten ondertekent, of van de ondertekenaar zelf. Neem de vingerafdruk van waar de staat die publiceert, niet uit de lijst.
moderate-trust-pinned-by = Vastgezet door
moderate-trust-unpin = Niet meer vastzetten
moderate-trust-fingerprint-hint = 64 cijfers en letters van a tot en met f. Spaties en dubbele punten maken niet uit.
moderate-trust-pin = Deze ondertekenaar vastzetten
moderate-trust-preview = Wat er zou veranderen
moderate-trust-preview-lead = Er is nog niets gebeurd.
moderate-trust-untimely = Het certificaat van de ondertekenaar is vandaag niet geldig. Vraag de staat zo mogelijk om een nieuwere lijst.
moderate-trust-count-items = Erin
moderate-trust-count-added = Nieuw
moderate-trust-count-vanished = Verdwenen, en niet meer geloofd
moderate-trust-unchanged = al in gebruik
moderate-trust-by-hand = Alleen u staat hiervoor in
moderate-trust-by-hand-lead = Niemand die we geloven heeft hiervoor getekend. Vergelijk elke vingerafdruk met wat de staat publiceert voordat u bevestigt.
moderate-trust-compare = Is een hiervan wat de staat elders publiceert, zet die dan vast en verstuur het bestand opnieuw:
moderate-trust-confirm = Dit importeren
moderate-trust-cancel = Niet importeren
moderate-trust-why-unpinned = Deze lijst is overgeslagen: de ondertekenaar is niet vastgezet.
moderate-trust-why-signature = Deze lijst is overgeslagen: de handtekening klopt niet.
moderate-trust-why-distrusted = Deze lijst is overgeslagen: de ondertekenaar wordt hier niet geloofd.
moderate-trust-why-revoked = Deze lijst is overgeslagen: de ondertekenaar is ingetrokken.
moderate-trust-why-not-list-signer = Deze lijst is overgeslagen: de ondertekenaar mag geen lijsten ondertekenen.
moderate-trust-why-future = Overgeslagen: het zegt in de toekomst te zijn gemaakt.
moderate-trust-why-older = Overgeslagen: de versie in gebruik is nieuwer.
moderate-trust-why-unreadable = Overgeslagen: geen certificaat en geen lijst.
moderate-trust-why-not-authority = Overgeslagen: dit certificaat geeft niets uit.
moderate-trust-why-crl-unsigned = Deze intrekkingslijst is overgeslagen: niemand die we geloven heeft die ondertekend. Importeer eerst het certificaat van de staat.
moderate-trust-endings = { $count ->
    [one] Eén certificaat of lijst eindigt binnenkort of is net verlopen.
   *[other] { $count } certificaten of lijsten eindigen binnenkort of zijn net verlopen.
}
moderate-trust-preview-nothing = { $count ->
    [one] Er zou niets veranderen. Eén onderdeel is er al.
   *[other] Er zou niets veranderen. { $count } onderdelen zijn er al.
}
moderate-trust-and-more = { $count ->
    [one] En nog één.
   *[other] En nog { $count }.
}

## Mailbox van de demonstratie

mailbox-title = Mailbox
mailbox-lead = E-mails, sms'en en meldingen die deze demonstratie zou hebben verstuurd. Alleen deze computer kan ze zien.
mailbox-empty = Er is nog niets verstuurd.
mailbox-to = Aan
mailbox-channel-mail = E-mail
mailbox-channel-sms = Sms
mailbox-channel-push = Melding
mailbox-open = Link openen

home-returned-title = Terug bij de organisatie
home-returned-lead = Deze pagina staat voor de eigen site van de organisatie. Zij heeft de eenmalige code ingewisseld die met u terugkwam en kreeg dit antwoord.
home-returned-session = Sessie
home-returned-status = Stand van zaken
home-returned-json = Het antwoord zoals de programmeerinterface het geeft
home-returned-again = Probeer het nog eens

home-account-title = Uw account
home-account-text = Open een account, of log in om te zien hoe het is beschermd.
home-account-link = Naar uw account
account-title = Uw account
account-open-title = Een account openen
account-open-lead = U hebt een mailadres en een mobiele telefoon nodig die u nu kunt lezen. Het duurt ongeveer vijf minuten.
account-open-button = Account openen
account-open-link = Een account openen
account-have-link = Ik heb een account: inloggen
account-mail-title = Wat is uw mailadres?
account-mail-lead = We sturen er een code heen, om zeker te weten dat het van u is, en melden u daar wat er aan uw account verandert.
account-mail-label = Mailadres
account-mail-hint = Bijvoorbeeld ann@mail.example
account-mail-button = Code sturen
account-mail-code-title = Kijk in uw mailbox
account-mail-code-lead = We stuurden een code van acht cijfers naar { $address }. Die werkt 24 uur.
account-mail-code-button = Verder
account-phone-title = Wat is uw mobiele nummer?
account-phone-lead = We sturen er een code heen in een sms, en melden u daar wat er aan uw account verandert. Wie een nummer overneemt, leest ook de sms'en; daarom opent een sms alleen niets. Een passkey of de goedkeuringsapp is veiliger.
account-phone-label = Mobiel nummer
account-phone-hint = In internationale vorm, bijvoorbeeld +31 6 12345678
account-phone-button = Code sturen
account-phone-code-title = Kijk op uw telefoon
account-phone-code-lead = We stuurden een code van acht cijfers naar { $address }. Die werkt 10 minuten.
account-phone-code-button = Verder
account-code-label = De code
account-code-hint = Acht cijfers; spaties maken niet uit
account-no-code = Geen code gekregen?
account-no-sms-1 = Het beltegoed is op, of de telefoon staat uit of is buiten bereik.
account-no-sms-2 = U bent van aanbieder gewisseld en berichten gaan nog naar de oude.
account-no-sms-3 = Berichten van korte of onbekende nummers zijn op uw telefoon geblokkeerd.
account-no-sms-4 = Het geheugen voor berichten is vol.
account-no-mail-1 = De mail zit in de map met spam.
account-no-mail-2 = Er zit een typefout in het adres: vul het opnieuw in.
account-no-mail-3 = De mailbox is vol.
account-no-mail-4 = De mail is nog onderweg: bij sommige servers duurt dat een paar minuten.
account-again-button = Nieuwe code sturen
account-retype-button = Een ander adres invullen
account-choose-title = Kies hoe u inlogt
account-choose-lead = U hebt dit elke keer nodig, tenzij u met een passkey inlogt.
account-choose-button = Mijn account openen
account-user-label = Gebruikersnaam
account-user-hint = 5 tot 48 letters en cijfers. Nooit uw burgerservicenummer.
account-new-password-label = Wachtwoord
account-new-password-hint = 8 tot 64 tekens; vier of vijf woorden onthoudt u makkelijk en raadt niemand
strength-label = Sterkte van het wachtwoord
strength-short = Te kort: minstens 8 tekens
strength-long = Te lang: hoogstens 64 tekens
strength-characters = Er staat een teken in dat niet te typen is
strength-personal = Er staat iets in dat anderen van u weten
strength-context = Er staat een woord in dat iedereen hier probeert
strength-breached = Het is elders bekend geworden: neem een ander
strength-weak = Makkelijk te raden: voeg een woord toe
strength-good = Moeilijk te raden
strength-best = Heel moeilijk te raden
account-sign-in-title = Log in op uw account
account-sign-in-lead = Met een passkey hebt u geen naam en geen wachtwoord nodig.
account-sign-in-button = Inloggen
account-name-label = Gebruikersnaam of mailadres
account-name-hint = Een van de twee is genoeg
account-password-label = Wachtwoord
account-password-hint = Dat u voor dit account hebt gekozen
account-forgot-password-link = Ik weet mijn wachtwoord niet meer, of wil een geblokkeerd account openen
account-forgot-user-id-link = Ik weet mijn gebruikersnaam niet meer
account-told-password = Uw nieuwe wachtwoord is bewaard. Alle browsers zijn uitgelogd: log ermee in.
account-told-blocked = Het account is geblokkeerd. Niemand kan inloggen tot u een nieuw wachtwoord kiest.
account-told-reminded = Als dit mailadres een account heeft, is de gebruikersnaam daarheen onderweg.
account-remind-title = Gebruikersnaam vergeten?
account-remind-lead = We sturen die naar het mailadres van uw account. U kunt ook met dat adres inloggen.
account-remind-label = Mailadres
account-remind-hint = Dat van uw account
account-remind-button = Stuur mijn gebruikersnaam
account-recover-title = Een nieuw wachtwoord kiezen
account-recover-lead = We sturen een code naar uw mailadres en een andere naar uw telefoon. U hebt beide nodig. Een geblokkeerd account gaat op dezelfde manier weer open; de passkeys worden dan verwijderd.
account-recover-button = Codes sturen
account-codes-title = Vul beide codes in
account-codes-lead = Als er zo'n account is, zijn er codes onderweg naar het mailadres en de telefoon ervan.
account-codes-mail-label = Code uit de mail
account-codes-mail-hint = Acht cijfers, werkt 24 uur
account-codes-phone-label = Code uit de sms
account-codes-phone-hint = Acht cijfers, 10 minuten geldig. Of een van uw geprinte herstelcodes
account-codes-button = Verder
account-another-title = Kies een nieuw wachtwoord
account-another-lead = Alle browsers die zijn ingelogd, worden uitgelogd.
account-another-button = Dit wachtwoord bewaren
account-by-code = bewezen met een code
account-opened-label = Geopend
account-password-since-label = Wachtwoord gekozen
account-change-password-link = Een ander kiezen
account-passkeys-title = Uw passkeys
account-passkeys-lead = Log in met uw vingerafdruk, uw gezicht of de code van uw apparaat. Een passkey kan niet worden geraden of door een nagemaakte pagina worden gestolen.
account-passkey-added = Toegevoegd
account-passkey-used = laatst gebruikt
account-passkey-remove = Deze passkey verwijderen
account-passkey-add = Passkey toevoegen
account-sessions-title = Ingelogde browsers
account-session-this = Deze browser
account-session-passkey = Ingelogd met een passkey
account-session-password = Ingelogd met een wachtwoord
account-session-seen = Laatst gezien
account-session-end = Deze browser uitloggen
account-out-title = Uitloggen in deze browser?
account-out-lead = Er gaat niets verloren van wat u hebt bewaard. Andere browsers en uw goedkeuringsapp blijven zoals ze zijn.
account-session-others = Alle andere uitloggen
account-block-link = Dit account blokkeren
account-block-title = Uw account blokkeren?
account-block-lead = Alles wat is ingelogd, eindigt en niemand kan inloggen, u ook niet. U opent het weer met codes uit uw mail en uw telefoon en een nieuw wachtwoord. De passkeys worden dan verwijderd.
account-block-button = Mijn account blokkeren
account-keep-link = Terug, zonder te blokkeren
account-notice-title = Een wijziging van uw account
account-notice-lead = Was u dit? Sluit dan deze pagina: er gebeurt niets. Was u het niet, blokkeer dan het account. Niemand kan dan inloggen tot de eigenaar een nieuw wachtwoord kiest.
account-notice-button = Ik was dit niet: blokkeer het account
account-change-password = Het wachtwoord is gewijzigd.
account-change-passkey-added = Er is een passkey toegevoegd.
account-change-passkey-removed = Er is een passkey verwijderd.
account-change-blocked = Het account is geblokkeerd.
account-change-reopened = Het account is weer geopend.
level-low = laag
level-substantial = substantieel
level-high = hoog
chip-class-a = door ons gelezen, en echt gebleken
chip-class-b = door een andere lezer gelezen, en echt gebleken
chip-class-c = ondertekend door de staat
face-photographed = vergeleken met een foto
face-filmed = vergeleken met een film van het levende gezicht
face-film-unsure = vergeleken; de film gaf geen uitsluitsel
face-other-way = vergeleken met een foto in plaats van een film
decided-by-policy = het systeem, volgens zijn regels
decided-by-moderator = een moderator
decided-by-sample = een voorbeelddocument
enrol-keep-title = Bewaar dit voor de volgende keer
enrol-keep-text = Met een account hoeft u uw identiteit niet opnieuw te bewijzen als een dienst die accepteert.
enrol-keep-link = In een account bewaren
account-keep-title = Bewaar uw identiteit
account-keep-first-lead = Je identiteit is geverifieerd voor { $organisation }. Open een account, of log in op het jouwe, om haar te bewaren.
account-keep-lead = Dit is in deze browser geverifieerd. Het wordt bewaard in het account { $user }.
account-keep-copied = Het wordt versleuteld naar uw account gekopieerd, en blijft daar als de organisatie het hare wist. Foto's worden niet gekopieerd. Niemand ziet het zonder uw toestemming.
account-keep-button = In mijn account bewaren
account-keep-not-link = Nu niet
account-keep-link-button = Deze identiteit bewaren
account-pending-title = Verificatie in deze browser
account-pending-for = Voor { $organisation }
account-pending-link = Daar verdergaan
account-identity-title = Geverifieerde identiteit
account-identity-none = Nog geen. Als een dienst u verifieert, kunt u het resultaat op de laatste pagina hier bewaren.
account-identity-document-label = Soort document
account-identity-chip-label = Chip in het document
account-identity-face-label = Gezicht
account-identity-level-label = Betrouwbaarheidsniveau
account-identity-by-label = Beslist door
account-identity-for-label = Geverifieerd voor
account-identity-verified-label = Geverifieerd
account-change-identity-kept = Er is een geverifieerde identiteit toegevoegd.
authorize-title = Delen met { $client }?
authorize-lead = { $organisation } vraagt dit om u in te loggen.
authorize-shared-title = Wat er wordt gedeeld
authorize-name-label = Een code voor u
authorize-name-text = Daaraan herkent de dienst u. De code zegt niets over u.
claim-name = Volledige naam
claim-age-over-16 = 16 jaar of ouder
claim-age-over-18 = 18 jaar of ouder
claim-age-over-21 = 21 jaar of ouder
claim-age-over-65 = 65 jaar of ouder
claim-age-yes = ja
claim-age-no = nee
authorize-missing-title = Wat uw account niet heeft
authorize-missing-essential = De dienst zegt dat die hier niet zonder kan.
authorize-missing-identity = Daarvoor is een geverifieerde identiteit nodig. Als een dienst u verifieert, kunt u het resultaat op de laatste pagina in uw account bewaren. U kunt ook zonder doorgaan.
authorize-offline = De dienst mag dit later nog eens opvragen, zonder u: hoogstens een jaar lang, en niet meer als dat 30 dagen niet gebeurd is. U kunt het beëindigen bij verbonden diensten.
authorize-on-app = De dienst kan u later vragen iets goed te keuren in uw goedkeuringsapp. Dat wordt elke keer gevraagd, en u kunt het beëindigen bij verbonden diensten.
authorize-others = De dienst mag ook dit namens u doen:
authorize-resources = Met die toestemming mag de dienst terecht bij:
authorize-host = Daarna gaat u terug naar { $host }.
authorize-yes = Delen en verdergaan
authorize-no = Niet delen
authorize-as = U bent ingelogd als { $user }.
authorize-other-account = Een ander account gebruiken
authorize-back-title = Terug naar { $host }
authorize-back-link = Verdergaan
authorize-sign-in-for = Log in om verder te gaan naar { $client }.
device-title = Een apparaat verbinden
device-lead = Typ de code die uw apparaat of programma toont. Daarna ziet u waar het om vraagt.
device-label = Code
device-hint = Acht letters. Klein of groot, met of zonder streepje.
device-button = Verder
device-yours-title = Alleen voor een apparaat dat u zelf gebruikt
device-yours = Het toont nu deze code. Wie u de code van een ander laat typen, krijgt uw gegevens. Niemand belt of schrijft u met een code van ons.
device-done-title = Ga terug naar uw apparaat
device-done = { $client } gaat binnen enkele seconden vanzelf verder. U kunt deze pagina sluiten.
device-refused-title = Er is niets gedeeld
device-refused = { $client } hoort dat u nee hebt gezegd. U kunt deze pagina sluiten.
leave-title = Uitloggen?
leave-client = { $client } stuurde u hierheen om uit te loggen.
leave-lead = U bent dan in deze browser uitgelogd uit uw account.
leave-button = Uitloggen
leave-stay = Ingelogd blijven
left-title = U bent uitgelogd
left-lead = U kunt deze pagina sluiten.
account-prove-title = Laat nog eens zien dat u het bent
account-prove-lead = Voordat er iets verandert aan hoe u op dit account inlogt, vragen we het opnieuw. Het geldt 10 minuten.
account-prove-button = Verder
account-prove-not-link = Terug, zonder iets te veranderen
account-prove-text-title = De code uit de sms
account-prove-text-lead = Bij dit account hoort een passkey of een goedkeuringsapp; een wachtwoord is dan niet genoeg om er iets aan te veranderen. Er is een code naar uw telefoon gestuurd; een van uw geprinte codes mag ook.
account-prove-again-link = Een nieuwe code vragen
account-passkey-prove = Passkeys toevoegen of verwijderen
account-back-link = Terug naar uw account
account-change-password-lead = Elke andere browser die is ingelogd wordt uitgelogd.
account-change-mail-link = Mailadres veranderen
account-change-mail-title = Wat is uw nieuwe mailadres?
account-change-mail-lead = We sturen er een code heen. Zodra u die hebt getypt, komt het in de plaats van het oude adres, dat bericht krijgt.
account-change-phone-link = Nummer veranderen
account-change-phone-title = Wat is uw nieuwe mobiele nummer?
account-change-phone-lead = We sturen er een code heen per sms. Zodra u die hebt getypt, komt het in de plaats van het oude nummer, dat bericht krijgt.
account-change-again-button = Adres opnieuw typen, voor een nieuwe code
account-change-mail = Het mailadres is veranderd.
account-change-phone = Het telefoonnummer is veranderd.
device-android = Android-apparaat
device-ios = iPhone of iPad
device-windows = Windows-computer
device-mac = Mac-computer
device-linux = Linux-computer
device-other = Onbekend apparaat
account-apps-title = Goedkeuringsapp
account-apps-lead = Een telefoon of tablet van u keurt aanmeldingen goed, in plaats van een wachtwoord. U kunt er drie hebben.
account-app-activated = Geactiveerd
account-app-used = laatst goedgekeurd
account-app-blocked = Geblokkeerd: keurt niets goed
account-app-block = Deze app blokkeren
account-app-reopen = Weer laten goedkeuren
account-app-remove = Deze app verwijderen
account-app-add = App activeren
account-session-app = Ingelogd met de goedkeuringsapp
account-activate-title = Goedkeuringsapp activeren
account-activate-begin-lead = Houd de telefoon of tablet bij de hand, met schermvergrendeling aan. We tonen een QR-code om te scannen; hij werkt één keer, 3 minuten lang. Er hoeft niets te worden geïnstalleerd.
account-activate-begin = QR-code tonen
account-activate-lead = Scan deze QR-code met de camera van de telefoon of tablet, en open het adres dat verschijnt.
account-activate-qr = QR-code die de app activeert
account-activate-link = Het adres zelf openen
account-activate-again = Nieuwe QR-code tonen
account-activate-done-title = De app is geactiveerd
account-activate-done = Dit apparaat keurt voortaan goed voor uw account: { $device }. Is het niet van u, verwijder het dan meteen.
account-approve-button = De goedkeuringsapp gebruiken
account-approve-title = Keur goed op uw telefoon
account-approve-lead = Open de goedkeuringsapp. Als dit account er een heeft, vraagt die nu om dit nummer:
account-approve-number = Nummer
account-approve-continue = Ik heb goedgekeurd
account-approve-not-yet = Er is nog niet goedgekeurd.
account-approve-refused = De aanmelding is geweigerd
account-approve-refused-lead = Iemand heeft het op de goedkeuringsapp geweigerd, of drie keer een verkeerd nummer getypt.
account-approve-over = De tijd is voorbij
account-approve-over-lead = Niemand heeft op tijd goedgekeurd. Vraag het opnieuw, of log anders in.
account-approve-other-link = Anders inloggen
app-title = Goedkeuren
app-none-title = Dit apparaat keurt nog niets goed
app-none-lead = Log op een ander apparaat in op uw account, kies App activeren, en scan met dit apparaat de QR-code die verschijnt.
app-for = Voor het account { $user }
app-nothing-title = Niets om goed te keuren
app-nothing-lead = Als u ergens inlogt, vraagt deze pagina het vanzelf. Zet hem op uw beginscherm, dan vindt u hem terug.
app-push-title = Een melding krijgen als er iets wacht
app-push-lead = Dit apparaat kan het u melden als de app dicht is. De melding zegt dat er iets wacht, en niet wat. Uw browser vraagt u of dat mag.
app-push-button = Meld het mij
app-push-on = Dit apparaat meldt het u als er iets wacht.
app-push-off = Geen meldingen meer
app-push-none = Deze browser toont geen meldingen van deze pagina. Zet de pagina op een iPhone of iPad op uw beginscherm en open haar daar. Zolang ze open is, vraagt ze vanzelf.
app-push-note-title = Er wacht iets op u
app-push-note-text = Tik om te zien wie het vraagt, en keur goed of weiger.
app-asks-title = Bent u dit?
app-asked-on = Gevraagd op
app-number-label = Het nummer op het andere scherm
app-number-hint = Twee cijfers. Toont geen scherm voor u een nummer, dan vraagt iemand anders het: weiger.
app-approve = Goedkeuren
app-deny = Weigeren
app-report = Ik was het niet
app-report-hint = Met de tweede knop kan wie het vraagt het bovendien een dag lang niet meer vragen.
app-before-title = Eerder
app-answer-approved = goedgekeurd
app-answer-denied = geweigerd
app-answer-reported = geweigerd en gemeld
app-answer-missed = niet beantwoord
app-leave-link = De app van dit apparaat verwijderen
app-leave-title = De app van dit apparaat verwijderen?
app-leave-lead = Dit apparaat keurt niets meer goed. Uw account, wat u hebt geverifieerd en andere apps blijven. Om hier weer goed te keuren activeert u de app opnieuw: daarvoor moet u anders kunnen inloggen.
app-leave-button = Verwijderen
app-leave-stay = Behouden
app-left = De app is van dit apparaat verwijderd.
app-join-title = Maak van dit apparaat een goedkeuringsapp
app-join-lead = Het keurt goed voor het account { $user }. Er wordt om uw vingerafdruk, uw gezicht of de code van het apparaat gevraagd; die verlaten het apparaat niet. Ga alleen verder als u de QR-code zelf hebt laten tonen.
app-join-button = Activeren
account-change-app-activated = Er is een goedkeuringsapp geactiveerd.
account-change-app-removed = Er is een goedkeuringsapp verwijderd.
account-change-app-blocked = Er is een goedkeuringsapp geblokkeerd.
account-change-app-reopened = Een geblokkeerde goedkeuringsapp keurt weer goed.
account-export-link = Uw gegevens downloaden
account-export-title = Neem uw gegevens mee
account-export-lead = Een bestand met alles wat dit account van u heeft: adressen, geverifieerde identiteit, passkeys, apps, browsers, wat u goedkeurde en waarmee u instemde. Er staan geen wachtwoorden of sleutels in. Bewaar het veilig.
account-export-button = Downloaden
account-erase-link = Dit account wissen
account-erase-title = Dit account wissen?
account-erase-lead = Over 7 dagen is alles wat het van u heeft voorgoed weg: adressen, geverifieerde identiteit, passkeys, apps en uw toegang tot elke dienst. Tot dan kunt u hier van gedachten veranderen. Wat organisaties zelf over u bewaren, blijft bij hen.
account-erase-button = Over 7 dagen wissen
account-erase-not-link = Het account behouden
account-erase-keep = Toch behouden
account-erasing-title = Dit account wordt gewist
account-erasing = Alles verdwijnt op dit moment:
account-change-erasure-asked = Het account wordt over 7 dagen gewist.
account-change-erasure-canceled = Het account blijft toch bestaan.
account-printed-title = Herstelcodes
account-printed-about = Tien codes op papier, voor als uw telefoon weg is: elke code vervangt één keer een sms als u een nieuw wachtwoord kiest.
account-printed-none = U hebt er geen.
account-printed-left = { $codes ->
        [one] Er is er nog { $codes }.
       *[other] Er zijn er nog { $codes }.
    }
account-printed-link = Nieuwe codes maken
account-printed-lead = We tonen tien nieuwe codes, één keer. Die u had zijn daarna niets meer waard. Ze werken vanaf 5 dagen nadat ze zijn gemaakt, zodat niemand die even binnen is er voor later maakt.
account-printed-button = Nieuwe codes tonen
account-printed-once = Print deze pagina of schrijf de codes op, en bewaar ze waar u uw paspoort bewaart. Niemand kan ze nog eens tonen.
account-printed-done = Ik heb ze bewaard
account-change-recovery-codes = Er zijn nieuwe herstelcodes gemaakt.
account-change-recovery-asked = Iemand heeft met uw document en een levend gezicht aangetoond dat het account van hen is, en wacht op toegang.
account-change-recovered = Het account is geopend met een document en een levend gezicht.
account-change-recovery-refused = Iemand liet uw document met een ander gezicht zien en is geweigerd.
account-change-recovery-stopped = Wie op het account wachtte, is tegengehouden.
account-change-release-asked = Iemand heeft aangetoond wie die is, en wil dat het account die identiteit loslaat.
account-change-released = Het account heeft de bewaarde identiteit losgelaten.
account-change-app-transferring = Een goedkeuringsapp verhuist naar een ander apparaat.
account-change-app-transferred = Een goedkeuringsapp is naar een ander apparaat verhuisd.
account-change-app-transfer-stopped = Er verhuist geen goedkeuringsapp: dat is tegengehouden.
account-app-from = Neemt op dit moment de plaats van een andere app in:
app-transfer-link = Verhuizen naar een ander apparaat
app-transfer-title = Verhuizen naar een ander apparaat
app-transfer-lead = Houd dit apparaat tot het klaar is. Het nieuwe meldt zich met een beeldcode en neemt het over na een wachttijd waarin u het kunt tegenhouden. U hoeft niets opnieuw aan te tonen.
app-transfer-button = Met dit apparaat goedkeuren
app-transfer-scan = Scan dit met de camera van het nieuwe apparaat.
app-transfer-qr = Beeldcode die de goedkeuringsapp naar een ander apparaat verhuist
app-moves-title = Deze app verhuist naar een ander apparaat
app-moves = Tot dit moment keurt ze hier nog goed:
app-moves-stop = Tegenhouden
app-join-transfer-lead = Dit apparaat neemt de plaats in van een goedkeuringsapp van { $user }. Het keurt goed na een wachttijd; tot die tijd doet het oude dat.
account-told-stopped = Het is tegengehouden. Niemand kreeg toegang.
account-told-forgotten = Deze browser weet er niets meer van. Wat u vroeg, is gestopt.
account-notice-stop-lead = Bent u dit? Sluit dan deze pagina en wacht. Bent u het niet, houd het dan tegen. Denkt u dat iemand uw document of account heeft, blokkeer dan ook het account.
account-notice-stop-button = Ik ben dit niet: houd het tegen
account-regain-link = Er werkt niets meer: toegang met uw document en uw gezicht
account-regain-title = Weer toegang met uw document
account-regain-new-lead = Voor wie telefoon, wachtwoord en passkeys kwijt is. U hebt het document nodig waarmee uw account u kent, en een camera die uw gezicht ziet. Is toen de chip gelezen, dan moet dat weer. Doe alles op één apparaat.
account-regain-wait-label = Wachttijd
account-regain-wait = { $hours ->
        [one] { $hours } uur
       *[other] { $hours } uur
    }
account-regain-begin-button = Beginnen
account-regain-proving-lead = U toont in deze browser aan wie u bent, of iemand kijkt ernaar. Kom hier terug als dat klaar is.
account-regain-proving-link = Ga ermee verder
account-regain-not-proven-lead = Dit is niet te gebruiken: het eindigde niet geverifieerd, is langer dan een dag geleden, of document en gezicht zijn op een ander apparaat getoond. Ga daar verder, of begin opnieuw.
account-regain-unknown-lead = Geen account hier kent u met dit document. Misschien wel met een ander dat u had, of u hebt uw identiteit nooit bewaard. U kunt nu een account openen en haar daar bewaren.
account-regain-not-alike-lead = Het account dat dit document kent, is voor zover wij zien van iemand anders. Is het toch van u, neem dan contact op met de helpdesk: iemand moet er samen met u naar kijken.
account-regain-less-sure-lead = U bent geverifieerd, maar minder zeker dan toen uw account u leerde kennen. Dat opent het niet. Begin opnieuw en doe wat ontbrak, of laat het account uw identiteit loslaten: niemand krijgt toegang, maar u kunt een ander openen en haar daar bewaren.
account-regain-missing-label = Wat ontbreekt
account-regain-missing-chip = De chip van het document
account-regain-missing-liveness = Video-identificatie van uw gezicht
account-regain-missing-level = Een verificatie met hetzelfde betrouwbaarheidsniveau
account-regain-found-lead = Er lijkt een account te zijn dat van u is. Uw gezicht wordt vergeleken met het gezicht dat het kent. U moet wachten, zodat niemand met een gestolen document binnenkomt. Mailadres en telefoon van het account krijgen dan bericht en kunnen het tegenhouden. Diensten vertrouwen tot die tijd niemand met dit account.
account-regain-found-button = Dit is van mij: geef me na de wachttijd toegang
account-regain-release-button = Laat mijn identiteit los na de wachttijd
account-regain-again-link = Opnieuw beginnen
account-regain-waiting-lead = Kom op deze pagina terug, in deze browser, als het zover is, en kies dan een wachtwoord. Binnen een week daarna.
account-regain-releasing-lead = Het account laat uw identiteit op dit moment los, tenzij iemand die het heeft dat tegenhoudt. Daarna kunt u een ander account openen, u identificeren en haar daar bewaren.
account-regain-until-label = Niet eerder dan
account-regain-ready-lead = Uw gebruikersnaam is { $user }. Kies een wachtwoord. Passkeys, apps, afgedrukte codes, sessies en verbindingen met diensten eindigen nu. Wijzig daarna mailadres en telefoon als ze niet meer van u zijn.
account-regain-ready-button = Toegang krijgen
account-regain-stop-button = Stoppen, en mij in deze browser vergeten
account-regain-stopped-lead = Iemand die het account heeft, hield dit tegen, of de tijd is om. Is het account van u, begin dan opnieuw of neem contact op met de helpdesk.
account-regain-done-lead = Het is klaar. Log in met uw nieuwe wachtwoord.
account-regain-released-lead = Het account heeft uw identiteit losgelaten. Open een ander, identificeer u en bewaar haar daar.
account-recovering-title = Iemand wacht op dit account
account-recovering-access = Wie met uw document en gezicht aantoonde dat het van hen is, krijgt dan toegang:
account-recovering-release = Wie aantoonde de persoon van uw identiteit te zijn, laat het account haar dan loslaten:
account-recovering-stop = Ik ben dit niet: houd het tegen
enrol-regain-title = Terug naar uw account
enrol-regain-text = U bent geverifieerd. Nog één stap om weer in uw account te komen.
enrol-regain-link = Verder naar uw account
enrol-forget-text = Gebruikt iemand anders deze browser ook?
enrol-forget-button = Vergeet mij hier
enrol-forgotten-title = Deze browser is u vergeten
enrol-forgotten-lead = Wie hem hierna gebruikt, ziet niets van uw verificatie. De verificatie zelf blijft zoals ze was.
account-pin-title = Pincode van de goedkeuringsapp
account-pin-about = Zes cijfers waar de goedkeuringsapp elke keer om vraagt, zodat niemand goedkeurt die alleen uw telefoon heeft.
account-pin-since = Gekozen
account-pin-choose-link = Een pincode kiezen
account-pin-change-link = De pincode veranderen
account-pin-forgotten-link = Pincode vergeten?
account-pin-lead = Zes cijfers waar de goedkeuringsapp elke keer om vraagt: geen rij cijfers, geen datum, niets uit uw telefoonnummer.
account-pin-present-label = Huidige pincode
account-pin-present-hint = De pincode waar de app nu om vraagt.
account-pin-new-label = Nieuwe pincode
account-pin-new-hint = Zes cijfers.
account-pin-again-label = Nieuwe pincode nog eens
account-pin-again-hint = Dezelfde zes cijfers, want u ziet ze niet.
account-pin-button = Deze pincode houden
account-pin-forgotten-title = Pincode vergeten?
account-pin-forgotten-lead = Na een wachttijd sturen we een tijdelijke pincode van acht cijfers per sms naar uw telefoon. Daarmee kiest u op de pagina van uw account een nieuwe. Mail en telefoon krijgen meteen bericht, zodat u het kunt stoppen als u het niet bent.
account-pin-forgotten-button = Een tijdelijke pincode sturen
account-pin-waiting = Vanaf dit moment gaat een tijdelijke pincode naar uw telefoon:
account-pin-sent = Er is een tijdelijke pincode naar uw telefoon gestuurd. Zij werkt tot:
account-pin-temporary-link = De tijdelijke pincode typen
account-pin-cancel = Ik heb haar niet nodig
account-pin-temporary-title = Kies een nieuwe pincode
account-pin-temporary-lead = Typ de tijdelijke pincode uit de sms, en twee keer de pincode die u kiest.
account-pin-temporary-label = Tijdelijke pincode
account-pin-temporary-hint = Acht cijfers, uit de sms.
account-change-pin = Er is een pincode gekozen voor de goedkeuringsapp.
account-change-pin-locked = De pincode van de goedkeuringsapp was te vaak fout en is geblokkeerd.
account-change-pin-forgotten = Er is een tijdelijke pincode gevraagd.
app-pin-label = Uw pincode
app-pin-hint = De zes cijfers van uw account, niet de code van dit apparaat.
app-pin-missing = Uw account heeft nog geen pincode, en zonder keurt deze app niets goed.
account-code-apps-title = Eenmalige codes
account-code-apps-about = Een app op uw telefoon of computer toont elke halve minuut een nieuwe code. Hebt u er een, dan opent uw wachtwoord niets meer zonder code.
account-code-app-added = Toegevoegd
account-code-app-used = laatst gebruikt
account-code-app-remove = Verwijderen
account-code-app-add = Een app voor codes toevoegen
account-code-app-title = Een app voor codes toevoegen
account-code-app-begin-lead = Houd een app voor eenmalige codes bij de hand: de meeste wachtwoordbeheerders hebben er een. Daarna vraagt elk inloggen met uw wachtwoord om een code.
account-code-app-begin = De beeldcode tonen
account-code-app-lead = Scan deze beeldcode met de app en typ dan de code die zij toont.
account-code-app-qr = Beeldcode met het geheim van de app
account-code-app-typed = Het geheim zelf in de app typen
account-code-app-name-label = Hoe u haar noemt
account-code-app-name-hint = Bijvoorbeeld de telefoon waar zij op staat.
account-code-app-button = Deze app toevoegen
account-one-time-label = Code uit uw app
account-one-time-hint = De zes cijfers die zij nu toont.
account-second-title = Typ een code uit uw app
account-second-lead = Uw wachtwoord klopte. Dit account vraagt ook om een eenmalige code.
account-second-other-link = Anders inloggen
account-session-code = Ingelogd met wachtwoord en code
account-session-text = Ingelogd met wachtwoord en een code per sms
account-change-code-app-added = Er is een app voor eenmalige codes toegevoegd.
account-change-code-app-removed = Er is een app voor eenmalige codes verwijderd.
checkup-title = Veiligheidscheck
checkup-lead = Wat uw account van u houdt, en wat u nog kunt doen.
checkup-good = In orde
checkup-to-do = Aan te raden
checkup-key-good = U kunt inloggen met een passkey of uw goedkeuringsapp. Die kan niemand raden of u afpraten.
checkup-key-advice = Alleen een wachtwoord laat u binnen. Voeg een passkey of een goedkeuringsapp toe: die kan niemand raden of u afpraten.
checkup-spare-good = Raakt u een apparaat kwijt, dan laat een ander u nog binnen.
checkup-spare-advice = Raakt u het ene apparaat kwijt dat u binnenlaat, dan blijft alleen het wachtwoord over. Stel een tweede in.
checkup-codes-good = Uw herstelcodes zijn afgedrukt.
checkup-codes-advice = U hebt weinig of geen herstelcodes. Druk nieuwe af en bewaar ze bij uw papieren.
checkup-identity-good = Uw identiteit wordt bewaard: met uw document en uw gezicht komt u weer binnen, wat u ook kwijtraakt.
checkup-identity-advice = Hier wordt nog geen identiteit bewaard. Bewaar die zodra een organisatie u heeft geverifieerd: met uw document en uw gezicht komt u weer binnen, wat u ook kwijtraakt.
checkup-used-good = Alles wat u binnenlaat, is het afgelopen halfjaar gebruikt.
checkup-used-advice = Iets wat u binnenlaat, is een halfjaar niet gebruikt. Verwijder wat u niet meer hebt.
checkup-browsers-good = Er is geen andere browser ingelogd.
checkup-browsers-advice = Er zijn ook andere browsers ingelogd. Beëindig wat u niet kent.
services-title = Verbonden diensten
services-lead = Diensten waar u met dit account inlogt, en wat ze te horen krijgen.
services-none = Nog geen. Als een dienst u hierheen stuurt om in te loggen, ziet u hem daarna op deze pagina.
services-told = Krijgt te horen
services-how = hoe dat is geverifieerd
services-others = Mag ook
services-resources = Bij
services-since = Sinds
services-used = Laatst ingelogd
services-offline = Hij mag dit opnieuw opvragen zonder u.
services-end-link = Verbinding verbreken
services-end-title = Verbinding met deze dienst verbreken?
services-end-lead = Hij krijgt niets meer te horen en moet het u de volgende keer opnieuw vragen. Wat hij al weet, blijft bij hem; een open sessie daar kan nog even duren.
services-end-button = Verbinding verbreken
services-keep = Behouden
history-title = Wat er gebeurde
history-lead = Aanmeldingen, diensten, antwoorden op de goedkeuringsapp en wijzigingen van de laatste 365 dagen, de nieuwste eerst.
history-none = Niets in deze periode.
history-kind = Wat
history-any = Alles
history-kind-sign-in = Aanmeldingen bij het account
history-kind-service = Aanmeldingen bij diensten
history-kind-consent = Waar u mee instemde
history-kind-approval = Antwoorden op de goedkeuringsapp
history-kind-change = Wijzigingen
history-from = Vanaf
history-until = Tot en met
history-show = Tonen
history-json = Downloaden als bestand (JSON)
history-older = Eerder
history-service = Aangemeld bij een dienst
history-consent = Ermee ingestemd dat een dienst meer te horen krijgt
history-approved = Goedgekeurd op de goedkeuringsapp
history-denied = Geweigerd op de goedkeuringsapp
history-reported = Geweigerd en gemeld op de goedkeuringsapp
history-text = In hun woorden
history-asked-by = Gevraagd door
history-account = Dit account
