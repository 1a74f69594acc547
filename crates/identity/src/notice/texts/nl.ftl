# Meldingen in het Nederlands. Volgorde: wat er gebeurde, waarom, meer uitleg, wat nu.

topic-connection = Verbinding en onze dienst
topic-upload = Een bestand versturen
topic-camera = De camera
topic-document = Uw document
topic-face = Uw gezicht
topic-chip = De chip in uw document
topic-registration = Hoe het afliep
topic-handover = Verdergaan op uw telefoon
topic-session = Links en sessies
topic-form = Een pagina invullen
topic-api = De programmeerinterface
topic-review = Beoordelen
topic-sign-in = Inloggen om hier te werken

action-try-again = Opnieuw proberen
action-cancel = Annuleren
action-ok = OK
action-use-another-device = Ander apparaat gebruiken
action-upload-instead = Liever een foto uploaden
action-take-again = Foto opnieuw maken
action-choose-another-file = Ander bestand kiezen
action-choose-another-document = Ander document gebruiken
action-type-by-hand = Zelf overtypen
action-change-answers = Wijzigen
action-go-back = Terug
action-go-on = Verdergaan
action-stay-signed-in = Ik heb meer tijd nodig
action-reload = Pagina opnieuw laden
action-send-new-link = Nieuwe link maken
action-sign-in = Inloggen
action-contact-support = Hulp vragen
action-return-to-organisation = Terug naar de organisatie
action-read-documentation = Documentatie lezen

## Verbinding

no-connection =
    .title = U heeft geen internetverbinding
    .text = Uw apparaat is op dit moment niet met internet verbonden. Wat u heeft ingevuld, blijft bewaard.
    .explanation = Andere websites openen ook niet. Misschien staat de vliegtuigstand aan, of is er op deze plek geen wifi of mobiel netwerk.
    .remedy =
        Controleer of de vliegtuigstand uit staat.
        Wissel tussen wifi en mobiele data.
        Kies daarna “Opnieuw proberen”.
server-unreachable =
    .title = We zijn niet bereikbaar
    .text = Uw apparaat heeft internet, maar onze server antwoordt niet. Wat u heeft ingevuld, blijft bewaard.
    .explanation = Een VPN, een proxy of een bedrijfsnetwerk kan in de weg zitten, de verbinding kan te traag zijn, of onze server ligt eruit.
    .remedy =
        Wissel tussen wifi en mobiele data.
        Zet uw VPN uit als u die gebruikt.
        Kies daarna “Opnieuw proberen”.
service-fault =
    .title = Er ging bij ons iets stuk
    .text = Onze server gaf een antwoord dat niet klopt. Dat ligt aan ons, en meteen opnieuw proberen helpt niet.
    .explanation = Een interne fout, een sleutel die niet te lezen is, een volle schijf of een mislukte update kan de oorzaak zijn. De details staan in het logboek van de server.
    .remedy =
        Kom over een tijdje terug.
        Lukt het dan nog niet, neem dan contact op met de helpdesk en noem de code hieronder.
unsupported-device =
    .title = Dit apparaat kunt u niet gebruiken
    .text = We kunnen uw identiteitsbewijs op dit apparaat niet veilig bewaren, omdat de beveiliging is aangepast of ontbreekt.
    .explanation = Het apparaat is geroot of gejailbreakt, of mist wat nodig is om sleutels te beschermen. Het kan pas weer worden gebruikt als het is teruggezet zoals de maker het leverde.
    .remedy =
        Gebruik een andere telefoon, tablet of computer.
        Of zet dit apparaat terug zoals de maker het leverde.
something-went-wrong =
    .title = Er ging iets mis
    .text = We weten nog niet wat er is gebeurd. Onze excuses voor de last.
    .explanation = Deze melding is voor fouten die bij geen andere melding passen. Met de code en de tijd vindt de helpdesk de oorzaak in het logboek.
    .remedy =
        Probeer het opnieuw.
        Sluit andere apps, start uw browser opnieuw en zet uw VPN uit.
        Blijft het gebeuren, kom dan later terug of vraag de helpdesk om hulp.
invite-only =
    .title = Hiervoor heeft u een uitnodiging nodig
    .text = Deze dienst is alleen voor mensen die zijn uitgenodigd. U kunt zich er niet zelf voor aanmelden.
    .explanation = De dienst staat op “op uitnodiging”. Een beheerder van de organisatie kan iemand uitnodigen.
    .remedy =
        Vraag de beheerder van uw organisatie om u uit te nodigen.
        Bent u al uitgenodigd, open dan de link in dat bericht.
push-token-unavailable =
    .title = Berichten naar uw telefoon lukken nog niet
    .text = Uw telefoon kon zich niet aanmelden voor berichten. Waarschijnlijk is de verbinding niet stabiel.
    .explanation = De berichtendienst van de maker van de telefoon gaf geen adres voor dit apparaat. Daarvoor is een stabiele verbinding nodig.
    .remedy =
        Controleer uw internetverbinding.
        Probeer het opnieuw zodra die stabiel is.
overloaded =
    .title = Het is nu erg druk
    .text = Er zijn meer mensen dan deze dienst tegelijk kan helpen. Wacht ongeveer { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }.
    .explanation = De server weigert aanvragen, zodat wie al bezig is, kan afronden. Er gaat niets verloren.
    .remedy =
        Wacht een paar minuten.
        Kies daarna “Opnieuw proberen”. U gaat verder waar u was.
technical-difficulties =
    .title = Onze dienst heeft een storing
    .text = Een deel van onze dienst werkt nu niet. We zijn bezig met het herstel.
    .explanation = De server is instabiel, of iets wat hij nodig heeft, ligt eruit. Beheerders zien dit op de statuspagina.
    .remedy =
        Sluit deze pagina en kom later terug.
        Met dezelfde link gaat u verder waar u was, tot de link verloopt.
request-timeout =
    .title = Dat duurde te lang
    .text = Uw aanvraag kwam niet op tijd volledig aan, waarschijnlijk door een trage verbinding.
    .explanation = De server wacht niet eindeloos op een aanvraag die te langzaam binnenkomt, zodat anderen niet hoeven te wachten.
    .remedy =
        Ga naar een plek met een betere verbinding.
        Kies daarna “Opnieuw proberen”.
page-not-found =
    .title = We kunnen deze pagina niet vinden
    .text = Misschien zit er een tikfout in het adres, of bestaat de pagina niet meer.
    .explanation = Pagina's van een registratie openen alleen met de eigen link, in de browser waarin die is geopend.
    .remedy =
        Ga terug en probeer een andere weg.
        Komt de link uit een bericht, kopieer dan de hele link.
scripts-blocked =
    .title = Uw browser voert hier geen scripts uit
    .text = De camera op deze pagina heeft JavaScript nodig, en dat staat in uw browser uit.
    .explanation = Alles behalve de camera werkt zonder scripts. Een extensie of instelling kan ze blokkeren.
    .remedy =
        Sta JavaScript toe voor deze pagina en laad haar opnieuw.
        Of upload een foto.

## Een bestand versturen

upload-missing =
    .title = Er is geen bestand gekozen
    .text = We kregen geen foto, omdat er geen bestand is gekozen.
    .explanation = Het formulier werd zonder bestand verstuurd.
    .remedy = Kies een foto en verstuur opnieuw.
upload-empty =
    .title = Het bestand is leeg
    .text = Er zit niets in het bestand dat u koos, dus er is geen foto om te bekijken.
    .explanation = Het bestand is 0 bytes groot. Misschien wordt het nog uit een online opslag geladen.
    .remedy =
        Open de foto op uw apparaat om te zien of hij er is.
        Kies hem opnieuw, of maak een nieuwe foto.
upload-truncated =
    .title = Een deel van de foto ontbreekt
    .text = Het bestand stopt voordat de foto compleet is. Misschien viel de verbinding weg.
    .explanation = De beeldgegevens houden te vroeg op. Dat gebeurt na een afgebroken kopie of download.
    .remedy =
        Verstuur de foto opnieuw.
        Helpt dat niet, maak dan een nieuwe foto.
upload-not-an-image =
    .title = Dit bestand is geen foto
    .text = We hebben een foto nodig als JPEG, PNG of WebP. Dit bestand is iets anders.
    .explanation = De soort wordt aan de inhoud herkend, niet aan de naam van het bestand.
    .remedy = Maak een foto van het document of kies een JPEG-, PNG- of WebP-bestand.
upload-too-large =
    .title = Het bestand is te groot
    .text = De foto mag hoogstens { $megabytes } MB zijn. Deze is groter.
    .explanation = Grotere bestanden worden geweigerd voordat ze helemaal zijn gelezen.
    .remedy =
        Maak de foto met de camera op deze pagina.
        Of maak het bestand kleiner en kies het opnieuw.
upload-too-many-pixels =
    .title = De foto heeft te veel pixels
    .text = We kunnen foto's tot { $megapixels } megapixel bekijken. Deze heeft er meer.
    .explanation = Zulke foto's kosten te veel geheugen. Ook een klein bestand kan een heel grote foto bevatten.
    .remedy = Kies een lagere resolutie in uw camera, of maak de foto op deze pagina.
upload-too-small =
    .title = De foto is te klein
    .text = De korte zijde van de foto moet minstens { $pixels } pixels hebben, anders kunnen we hem niet lezen.
    .explanation = Het kan een voorbeeld of schermafbeelding zijn in plaats van de foto zelf.
    .remedy =
        Kies de originele foto, niet een voorbeeld.
        Of maak een nieuwe foto.
upload-animated =
    .title = Dit is een bewegend plaatje
    .text = In het bestand zitten meerdere beelden. We hebben één stilstaande foto nodig.
    .explanation = Bewegende GIF-, PNG- en WebP-bestanden worden geweigerd, omdat niet duidelijk is welk beeld telt.
    .remedy = Maak een foto of kies een bestand met één beeld.
upload-heic =
    .title = We kunnen HEIC-foto's niet openen
    .text = Deze foto is opgeslagen als HEIC, zoals sommige telefoons doen. Wij openen JPEG, PNG en WebP.
    .explanation = iPhones slaan standaard HEIC op. In de camera-instellingen onder “Formaten” zorgt “Meest compatibel” voor JPEG.
    .remedy =
        Maak de foto met de camera op deze pagina.
        Of sla de foto op als JPEG en kies hem opnieuw.
upload-pdf =
    .title = We kunnen geen PDF gebruiken
    .text = Dit bestand is een PDF. We hebben een foto van het document zelf nodig.
    .explanation = Een scan of PDF verbergt kenmerken waaraan een origineel van een kopie te onderscheiden is.
    .remedy = Maak een foto van het document zelf.
upload-unreadable =
    .title = We kunnen deze foto niet openen
    .text = Het bestand lijkt een foto, maar is beschadigd of van een soort die we niet kennen.
    .explanation = Het beeld kon niet worden ingelezen. Het is beschadigd of gebruikt een zeldzame variant van het formaat.
    .remedy =
        Open de foto op uw apparaat om te zien of hij verschijnt.
        Kies hem opnieuw, of maak een nieuwe foto.
upload-interrupted =
    .title = De foto kwam niet helemaal aan
    .text = De verbinding viel weg tijdens het versturen. Uw foto staat nog op deze pagina.
    .explanation = De aanvraag stopte voordat alle aangekondigde bytes binnen waren.
    .remedy =
        Controleer uw verbinding.
        Kies daarna “Opnieuw proberen”.

## De camera

camera-refused =
    .title = De camera mag nog niet worden gebruikt
    .text = Uw browser gaf deze pagina geen toegang tot de camera. Hij vraagt daar eerst om.
    .explanation = Op de vraag is “blokkeren” gekozen, of een instelling van de browser of het apparaat verbiedt de camera.
    .remedy =
        Kies het slotje of camerateken naast het adres en sta de camera toe.
        Controleer in de instellingen van uw apparaat of de browser de camera mag gebruiken.
        Kies daarna “Opnieuw proberen”, of upload een foto.
camera-missing =
    .title = We vonden geen camera
    .text = Dit apparaat heeft geen camera, of hij staat uit.
    .explanation = De browser meldt geen videobron. Sommige laptops hebben een schakelaar of schuifje voor de camera.
    .remedy =
        Ga verder op uw telefoon.
        Of upload een foto.
camera-in-use =
    .title = Een andere app gebruikt de camera
    .text = De camera is er wel, maar een andere app of een ander tabblad houdt hem bezet.
    .explanation = De meeste apparaten geven de camera aan één app tegelijk. Meestal is het een videogesprek.
    .remedy =
        Sluit videogesprekken en andere apps die de camera gebruiken.
        Kies daarna “Opnieuw proberen”.
camera-unsupported =
    .title = Deze browser kan de camera niet gebruiken
    .text = Uw browser is te oud, of opende binnen een andere app zonder camera.
    .explanation = De browser geeft pagina's geen toegang tot de camera. Browsers binnen berichtenapps doen dat vaak niet.
    .remedy =
        Open de link in Chrome, Edge, Firefox of Safari.
        Of ga verder op uw telefoon, of upload een foto.
camera-insecure =
    .title = De camera vraagt een veilige verbinding
    .text = Browsers staan de camera alleen toe op adressen die met https beginnen. Dit adres doet dat niet.
    .explanation = De beheerder moet TLS instellen. Alleen op de eigen computer werkt de camera zonder.
    .remedy = Upload een foto.
camera-stopped =
    .title = De camera stopte
    .text = Het beeld van de camera viel weg. Misschien is hij losgekoppeld of ging het apparaat in slaapstand.
    .explanation = De videostroom eindigde. Foto's die al zijn gemaakt, blijven bewaard.
    .remedy = Kies “Opnieuw proberen” om de camera weer te starten.

## Uw document

document-not-found =
    .title = We zien geen document op deze foto
    .text = Het document is niet duidelijk te zien. Het is te klein, deels bedekt of valt weg tegen de ondergrond.
    .explanation = Er is geen paspoort of identiteitskaart gevonden. Vaak komt dat door afstand, een drukke achtergrond of een hoesje.
    .remedy =
        Haal het document uit het hoesje.
        Leg het op een effen ondergrond met een andere kleur.
        Vul het kader ermee en maak de foto opnieuw.
document-cropped =
    .title = Een deel van het document valt buiten beeld
    .text = Een of meer randen van het document staan niet op de foto.
    .explanation = Alle vier de hoeken moeten te zien zijn, zodat er niets verborgen blijft.
    .remedy =
        Houd de camera iets verder weg.
        Zorg dat u alle vier de hoeken ziet en maak de foto opnieuw.
document-unreadable =
    .title = Het document is moeilijk te lezen
    .text = De foto is onscherp, te donker, te licht of heeft glimmende plekken.
    .explanation = Scherpte en licht zijn gemeten en te slecht om de tekst te lezen. Meestal is weerspiegeling op het plastic de oorzaak.
    .remedy =
        Ga naar een plek met daglicht, weg van lampen.
        Kantel het document tot er geen licht meer op glimt.
        Blijf stil en wacht tot het beeld scherp is.
document-blurred =
    .title = De foto van het document is onscherp
    .text = De foto is niet scherp genoeg om de kleine tekst te lezen.
    .explanation = De fijne details zijn over het hele document gemeten en zijn te zwak om te kunnen lezen. Beweging, een camera die te dichtbij is om scherp te stellen of een vuile lens is de oorzaak.
    .remedy =
        Veeg de lens schoon met een zachte doek.
        Leg het document plat neer en houd de camera er stil boven.
        Wacht tot het beeld scherp is en maak de foto opnieuw.
document-too-small =
    .title = Het document is te klein op de foto
    .text = De camera was te ver weg, zodat de tekst maar een paar puntjes hoog is.
    .explanation = De lange kant van het document heeft minder beeldpunten dan nodig is om te lezen. Foto's die een berichtenapp kleiner heeft gemaakt, hebben hetzelfde probleem.
    .remedy =
        Houd de camera dichterbij, tot het document bijna het hele beeld vult.
        Maak de foto opnieuw met alle vier de hoeken erop.
document-too-dark =
    .title = De foto van het document is te donker
    .text = Er was te weinig licht, zodat tekst en pasfoto moeilijk te zien zijn.
    .explanation = Zelfs de lichtste delen van het document zijn donker op de foto.
    .remedy =
        Doe meer licht aan of ga bij een raam staan.
        Let op dat uw eigen schaduw niet op het document valt.
        Maak de foto opnieuw.
document-too-bright =
    .title = De foto van het document is te licht
    .text = Er viel zoveel licht in de camera dat het grootste deel van het document wit is geworden.
    .explanation = Bijna het hele document zit aan de grens van de camera, dus wat daar gedrukt staat is verloren.
    .remedy =
        Ga uit de felle zon en zet de flitser uit.
        Tik op het scherm op het document, zodat de camera zich daarop instelt.
        Maak de foto opnieuw.
document-glare =
    .title = Er spiegelt licht in het document
    .text = Een glimmende vlek bedekt een deel van het document, en wat eronder staat is niet te zien.
    .explanation = De vlek is groter dan het beleid toestaat, of bedekt de pasfoto of de machineleesbare zone. Plastic en beveiligingsfolie weerspiegelen lampen, ramen en de flitser.
    .remedy =
        Zet de flitser uit.
        Draai of kantel het document tot de vlek weg is.
        Daglicht van opzij is het beste.
document-covered =
    .title = Er ligt iets over het document
    .text = Een vinger of iets anders ligt over de pasfoto of over de regels onderaan.
    .explanation = Wat bedekt is, kan niet worden gecontroleerd. Pasfoto en regels moeten helemaal te zien zijn.
    .remedy =
        Leg het document op tafel en haal uw handen weg.
        Haal het uit het hoesje en verwijder wat erop ligt.
        Maak de foto opnieuw.
document-from-screen =
    .title = Dit is een foto van een scherm
    .text = Op de foto staat een afbeelding van een document op een scherm. We hebben het document zelf nodig.
    .explanation = In de foto is het fijne raster van een scherm gemeten. Afbeeldingen van documenten op telefoons en computers gelden niet.
    .remedy =
        Leg het document zelf op tafel.
        Maak de foto opnieuw bij daglicht, weg van schermen.
document-black-and-white =
    .title = Dit is een kopie in zwart-wit
    .text = Het document op de foto heeft geen kleuren. We hebben het document zelf nodig, in kleur.
    .explanation = De kleuren van het document zijn gemeten en overal gelijk, zoals op een fotokopie of met een camera die op grijs staat.
    .remedy =
        Leg het document zelf op tafel, geen kopie.
        Zet uw camera op kleur.
        Maak de foto opnieuw.
document-printed =
    .title = Dit is een afdruk van een document
    .text = Op de foto staat een geprinte kopie. We hebben het document zelf nodig.
    .explanation = In de foto zijn de regelmatige punten van een printer gemeten. Afdrukken en fotokopieën gelden niet.
    .remedy =
        Leg het document zelf op tafel, geen kopie.
        Maak de foto opnieuw bij daglicht.
document-screenshot =
    .title = Dit is een schermafbeelding
    .text = De afbeelding komt van een scherm en niet van een camera. Ook een afbeelding uit een documenten-app telt als zodanig.
    .explanation = De afbeelding heeft vlakken zonder de ruis van een camera, zoals alleen getekende beelden hebben. Schermafbeeldingen gelden niet, ook niet die van officiële apps.
    .remedy =
        Neem uw paspoort of kaart in de hand.
        Fotografeer het met de camera.
document-copy-suspected =
    .title = We willen deze foto beter bekijken
    .text = Iets op de foto ziet eruit als bij kopieën. Dat kan toeval zijn, daarom kijkt er iemand naar.
    .explanation = Een meting ligt tussen wat documenten en wat kopieën laten zien. Daarom wordt niets geweigerd; een moderator beslist.
    .remedy =
        U hoeft niets te doen: u hoort de uitkomst van ons.
        Stuurde u een kopie, begin dan opnieuw met het document zelf.
document-edges-unseen =
    .title = De randen van het document zijn niet gevonden
    .text = Het document steekt niet af tegen wat eromheen ligt, of vult het beeld tot de rand.
    .explanation = Of er een deel is afgesneden, kon niet worden gemeten. Scherpte, licht en weerspiegeling zijn daarom op het hele beeld gemeten.
    .remedy = Bekijk de foto: zijn alle vier de hoeken te zien?
document-side-missing =
    .title = Een kant van het document ontbreekt
    .text = Een kaart heeft twee kanten, en we hebben van beide een foto nodig.
    .explanation = De dienst vraagt om voor- en achterkant van een kaart. Bij een paspoort is de bladzijde met de foto genoeg.
    .remedy = Draai de kaart om en fotografeer de andere kant.
document-same-side =
    .title = Beide foto's tonen dezelfde kant
    .text = We hebben de voorkant en de achterkant nodig, maar deze foto's lijken dezelfde kant te tonen.
    .explanation = De twee foto's lijken te veel op elkaar, of beide tonen de machineleesbare regels of de pasfoto.
    .remedy =
        Draai het document om.
        Fotografeer de kant die nog ontbreekt.
portrait-instead-of-document =
    .title = Dit is een foto van een gezicht
    .text = We vroegen om uw document en kregen een portret.
    .explanation = Een gezicht vult de foto en er is geen document gevonden. Een pasfoto op papier is geen document.
    .remedy = Fotografeer de hele bladzijde of kaart, met uw pasfoto en de tekst erop.
document-kind-differs =
    .title = Dit is een ander soort document
    .text = U koos een ander soort document dan de foto laat zien.
    .explanation = In de machineleesbare regels staat welk soort het is, zoals paspoort of identiteitskaart.
    .remedy =
        Fotografeer het document dat u koos.
        Of ga terug en kies het document dat u heeft.
specimen-document =
    .title = Dit is een voorbeelddocument
    .text = Op het document staat dat het een voorbeeld is. Zulke documenten zijn van niemand en bewijzen niets.
    .explanation = De regels of het nummer horen bij een gepubliceerd voorbeeld. Die worden alleen in de testmodus aanvaard.
    .remedy = Gebruik uw eigen paspoort of identiteitskaart.
zone-not-found =
    .title = We vinden de regels met de <‑tekens niet
    .text = Op paspoorten en kaarten staan twee of drie regels met letters en <‑tekens. Op deze foto zien we ze niet.
    .explanation = De machineleesbare zone is niet gevonden of niet te lezen. Die staat onderaan de fotobladzijde van een paspoort en meestal achter op een kaart.
    .remedy =
        Zorg dat de hele strook met <‑tekens op de foto staat, plat en zonder glans.
        Of typ de regels zelf over.
zone-check-digit-wrong =
    .title = De regels met de <‑tekens kloppen niet
    .text = Sommige cijfers in die regels controleren de andere, en ze komen niet overeen. Waarschijnlijk lazen wij een letter verkeerd.
    .explanation = Een controlecijfer van de machineleesbare zone past niet bij zijn veld en geen herstel is bewezen. Glans of vuil kan een teken verbergen.
    .remedy =
        Maak het document schoon en maak de foto opnieuw zonder glans.
        Of typ de regels zelf over.
zone-repaired =
    .title = Een verkeerd gelezen teken is hersteld
    .text = Eén teken van de machineleesbare zone werd verkeerd gelezen, en het controlecijfer bewijst het herstel.
    .explanation = Alleen een herstel waarmee elk controlecijfer klopt, en dat als enige, wordt uitgevoerd.
    .remedy = Vergelijk de zone op de foto met de velden.
zone-typed =
    .title = De zone is met de hand overgetypt
    .text = De persoon heeft de machineleesbare zone getypt. De controlecijfers kloppen, maar geen foto bevestigt het.
    .explanation = Getypte waarden kunnen overal vandaan komen. Het beleid bepaalt hoe zwaar ze tellen.
    .remedy = Vergelijk de getypte regels met de foto van het document.
zone-differs =
    .title = Wat is ingetypt wijkt af van de foto
    .text = De regels die u heeft ingetypt, staan zo niet op de foto van uw document.
    .explanation = Alle controlecijfers van de zone op de foto kloppen, dus die is betrouwbaar gelezen. Wat is ingetypt, telt daar niet tegenop.
    .remedy =
        Fotografeer het document dat hoort bij wat u heeft ingetypt.
        Of neem de regels nog eens letter voor letter over.
typed-zone-malformed =
    .title = De getypte regels hebben niet de juiste lengte
    .text = Een document heeft 2 regels van 44 of 36 tekens, of 3 regels van 30. Wat u typte, is anders.
    .explanation = De formaten TD1, TD2, TD3 en de twee visumformaten zijn bekend. Alleen A tot Z, 0 tot 9 en < komen voor.
    .remedy =
        Typ elke regel helemaal, met alle <‑tekens.
        Controleer of er geen teken ontbreekt of dubbel staat.
typed-zone-check-digit-wrong =
    .title = De getypte regels kloppen nog niet
    .text = Sommige cijfers controleren de andere, en ze komen nog niet overeen. Waarschijnlijk staat er één teken anders op uw document.
    .explanation = Een controlecijfer past niet bij zijn veld. De letter O en het cijfer 0, I en 1, en B en 8 worden vaak verwisseld.
    .remedy =
        Vergelijk elk teken met uw document.
        Kijk extra goed naar O en 0, I en 1, B en 8, S en 5.
document-expired =
    .title = Uw document is verlopen
    .text = De datum tot wanneer het gebruikt kan worden, is voorbij.
    .explanation = De vervaldatum komt uit de machineleesbare zone.
    .remedy =
        Gebruik een ander document dat nog niet is verlopen.
        Heeft u dat niet, vraag de organisatie dan wat er verder mogelijk is.
dates-impossible =
    .title = De datums op het document kunnen niet kloppen
    .text = Een datum die we lazen bestaat niet, of valt voor een datum waar hij na hoort te komen. Misschien lazen wij verkeerd.
    .explanation = Geboorte, afgifte en vervaldatum moeten echte datums zijn, in die volgorde.
    .remedy =
        Maak de foto opnieuw zonder glans.
        Of verbeter wat wij lazen.
state-unknown =
    .title = We kennen het land op het document niet
    .text = De letters voor het land staan niet op onze lijst. Misschien lazen wij ze verkeerd.
    .explanation = De drie letters voor land van afgifte en nationaliteit worden vergeleken met de officiële lijst voor reisdocumenten.
    .remedy =
        Maak de foto opnieuw zonder glans.
        Of gebruik een ander document.
fields-differ =
    .title = Het document zegt twee verschillende dingen
    .text = Wat op uw document gedrukt staat, lijkt niet overeen te komen met de regels voor machines. Een van onze medewerkers bekijkt het.
    .explanation = Namen, datums en nummers staan twee keer op het document: leesbaar voor mensen, en in de regels met de <-tekens. Ze zijn vergeleken volgens de internationale regels om namen met de letters A tot en met Z te schrijven.
    .remedy =
        Is de foto onscherp of zit er een weerspiegeling op, maak hem dan opnieuw.
        Staat er een fout in het document zelf, vraag het dan aan de instantie die het heeft uitgegeven.
fields-unread =
    .title = De druk is niet gelezen
    .text = Wat naast de zone gedrukt staat, kon niet of niet zeker worden gelezen en is dus niet met de zone vergeleken.
    .explanation = Dat komt voor als het programma dat druk leest niet is geïnstalleerd, als de taal ontbreekt of als de foto slecht is. De opdracht `bonafide config check` zegt welke van de drie.
    .remedy = Vergelijk de druk zelf met de zone.
barcode-differs =
    .title = Een code op het document zegt iets anders
    .text = Wat in een code op uw document staat, lijkt niet overeen te komen met wat erop gedrukt is. Een van onze medewerkers bekijkt het.
    .explanation = Sommige documenten herhalen wat erop gedrukt staat in een code van blokjes of streepjes. Die twee zijn vergeleken.
    .remedy =
        Is een code onscherp of zit er een weerspiegeling op, maak de foto dan opnieuw.
        Staat er een fout in het document zelf, vraag het dan aan de instantie die het heeft uitgegeven.
barcode-uncompared =
    .title = Een code is niet vergeleken
    .text = Er staat een code op het document, maar daarin staat niets wat met de druk kon worden vergeleken.
    .explanation = Alleen codes waarvan bekend is dat ze een machineleesbare zone, rijbewijsgegevens of een nationaal nummer bevatten, worden vergeleken. Van andere codes wordt niets bewaard, en een adres erin wordt nooit geopend.
    .remedy = Er hoeft niets te gebeuren.
national-number-wrong =
    .title = Het nationale nummer kan niet kloppen
    .text = Het nationale nummer dat van uw document is gelezen, voldoet niet aan de regels voor zulke nummers. Een van onze medewerkers bekijkt het.
    .explanation = In een nationaal nummer zit een controlecijfer of een geboortedatum waaraan te zien is dat een cijfer verkeerd is gelezen.
    .remedy = Is de foto onscherp of zit er een weerspiegeling op, maak hem dan opnieuw.
national-number-differs =
    .title = Het nationale nummer past er niet bij
    .text = Het nationale nummer op uw document hoort bij een andere geboortedatum of een ander geslacht dan op het document staat. Een van onze medewerkers bekijkt het.
    .explanation = In sommige landen zitten de geboortedatum en het geslacht van de houder in het nationale nummer.
    .remedy =
        Is de foto onscherp of zit er een weerspiegeling op, maak hem dan opnieuw.
        Staat er een fout in het document zelf, vraag het dan aan de instantie die het heeft uitgegeven.
national-number-unreadable =
    .title = Geen nationaal nummer herkend
    .text = Op de plaats van het nationale nummer staan niet zoveel cijfers als zo'n nummer heeft.
    .explanation = Het is verkeerd gelezen, of er staat daar iets anders op het document.
    .remedy = Vergelijk het met de foto.
national-number-unchecked =
    .title = Het nationale nummer is nergens aan te toetsen
    .text = Het nummer voldoet niet aan de elfproef.
    .explanation = Deense nummers die sinds 1 oktober 2007 zijn uitgegeven, hoeven daar niet aan te voldoen. Het bewijst dus niets, maar oudere nummers voldoen er wel aan.
    .remedy = Vergelijk het nummer met de foto.
fields-corrected =
    .title = Uw antwoorden wijken af van het document
    .text = U heeft iets gewijzigd dat anders op het document staat. Een medewerker bekijkt het.
    .explanation = Een gewijzigde waarde telt pas als bewezen wanneer een controlecijfer, een chip of een moderator die bevestigt.
    .remedy =
        Was het een vergissing, zet het dan terug.
        Is het document verkeerd gelezen, maak de foto dan opnieuw.
too-young =
    .title = U bent te jong voor deze dienst
    .text = Deze dienst is voor mensen van { $years } jaar en ouder. Volgens het document bent u jonger.
    .explanation = De leeftijd wordt berekend uit de geboortedatum op het document, op de dag van de controle.
    .remedy = Vraag de organisatie of een ouder of voogd dit voor u kan doen.
document-already-used =
    .title = We moeten hier zelf naar kijken
    .text = Dit kunnen we niet automatisch beslissen. Een van onze medewerkers bekijkt het.
    .explanation = Met een document met dit nummer is al de identiteit bevestigd van iemand met een andere naam of geboortedatum. Een moderator beslist; de persoon hoort niets over die andere registratie.
    .remedy = U hoeft niets te doen. U hoort van ons.
same-image-again =
    .title = Deze foto kennen we al
    .text = Dit is hetzelfde bestand als eerder en kan dus niets nieuws laten zien.
    .explanation = De inhoud van het bestand is gelijk aan die van een eerdere foto in deze registratie.
    .remedy = Maak een nieuwe foto.

## Uw gezicht

face-not-found =
    .title = We zien geen gezicht op deze foto
    .text = Uw gezicht is bedekt, weggedraaid, te donker of buiten beeld.
    .explanation = Er is geen gezicht gevonden op de selfie.
    .remedy =
        Doe zonnebril, pet of masker af en haal haar voor uw gezicht weg.
        Draai naar het licht en kijk recht in de camera.
        Houd uw hele gezicht in het ovaal.
several-faces =
    .title = Er staat meer dan één gezicht op de foto
    .text = We hebben een foto nodig met alleen u erop.
    .explanation = Er zijn meerdere gezichten gevonden. Posters en foto's aan de muur tellen ook mee.
    .remedy = Zorg dat er achter u niemand en geen afbeelding van iemand is, en maak de foto opnieuw.
face-too-small =
    .title = Uw gezicht is te ver weg
    .text = Uw gezicht is op de foto te klein om te vergelijken.
    .explanation = Het gezicht is kleiner dan de vergelijking minstens nodig heeft.
    .remedy = Kom dichterbij tot uw gezicht het ovaal vult en maak de foto opnieuw.
face-off-frame =
    .title = Uw gezicht is niet helemaal in het ovaal
    .text = Een deel van uw gezicht valt buiten het ovaal, of u bent te dichtbij.
    .explanation = De punten van het gezicht reiken verder dan het ovaal rond het midden van de foto.
    .remedy = Beweeg tot uw hele gezicht, van voorhoofd tot kin, in het ovaal past en maak de foto opnieuw.
face-blurred =
    .title = De foto van uw gezicht is niet scherp
    .text = We zien te weinig details van uw gezicht.
    .explanation = Scherpte of contrast van het gezicht ligt onder de grens van het beleid. Beweging, een vieze lens of nevel is vaak de oorzaak.
    .remedy =
        Maak de lens van de camera schoon.
        Houd de telefoon met twee handen vast en blijf stil.
        Maak de foto opnieuw.
eyes-turned-away =
    .title = U kijkt niet in de camera
    .text = Uw ogen kijken op de foto opzij.
    .explanation = De irissen staan verder van het midden van de ogen dan het beleid toestaat.
    .remedy = Kijk in de camera zelf, niet naar uw beeld op het scherm, en maak de foto opnieuw.
face-too-dark =
    .title = Uw gezicht is te donker
    .text = Er valt te weinig licht op uw gezicht.
    .explanation = De gemiddelde helderheid van het gezicht ligt onder de grens van het beleid.
    .remedy =
        Draai naar een raam of lamp.
        Zorg dat er achter u geen fel licht is.
face-too-bright =
    .title = Uw gezicht is te licht
    .text = Er valt zoveel licht op uw gezicht dat details verdwijnen.
    .explanation = De gemiddelde helderheid van het gezicht ligt boven de grens van het beleid.
    .remedy =
        Ga uit de felle zon of weg van de lamp.
        Zet de flitser uit.
eyes-closed =
    .title = Uw ogen zijn niet open
    .text = Op de foto is minstens één oog dicht of bijna dicht.
    .explanation = De opening tussen de oogleden is kleiner dan het beleid toestaat.
    .remedy = Doe beide ogen gewoon open, wacht tot u geknipperd hebt en maak de foto opnieuw.
face-covered =
    .title = Iets bedekt een deel van uw gezicht
    .text = Haar, een hand of iets anders verbergt een deel van uw gezicht.
    .explanation = Delen van het voorhoofd, de wangen of de huid rond de ogen zien er anders uit dan de rest van het gezicht.
    .remedy =
        Haal uw haar uit uw gezicht.
        Houd handen, sjaal en telefoon ervandaan.
        Maak de foto opnieuw.
face-turned =
    .title = Uw hoofd is niet recht
    .text = Uw hoofd is gedraaid, gekanteld, opgeheven of gebogen.
    .explanation = Een van de drie hoeken van het hoofd is groter dan het beleid toestaat.
    .remedy = Houd de camera op ooghoogte, kijk er recht naar en maak de foto opnieuw.
background-uneven =
    .title = Er is te veel te zien achter u
    .text = We hebben een foto nodig tegen een effen achtergrond.
    .explanation = Een groot deel van wat naast het hoofd te zien is, heeft een andere kleur of een patroon.
    .remedy = Ga voor een effen muur zonder schilderijen of planken staan en maak de foto opnieuw.
light-uneven =
    .title = Eén kant van uw gezicht ligt in de schaduw
    .text = Het licht komt van één kant.
    .explanation = De ene helft van het gezicht is veel donkerder dan de andere.
    .remedy = Draai tot het licht van voren op uw gezicht valt en maak de foto opnieuw.
face-mismatch =
    .title = Uw selfie lijkt niet op de foto in het document
    .text = We hebben de twee gezichten vergeleken, en ze verschillen te veel.
    .explanation = Een oude of slechte pasfoto, fel licht van opzij, een bril of een nieuw uiterlijk kan de oorzaak zijn.
    .remedy =
        Maak de selfie in gelijkmatig licht, met uw gezicht recht naar de camera.
        Zet uw bril af als u er op het document geen draagt.
        Of gebruik een document met een nieuwere foto.
face-uncertain =
    .title = We kunnen niet zien of u het bent
    .text = De gezichten lijken niet duidelijk op elkaar en verschillen ook niet duidelijk. Misschien bent u sinds die foto veranderd.
    .explanation = De gemeten afstand ligt tussen de twee grenzen van het beleid. Een betere selfie geeft vaak uitsluitsel; anders beslist een moderator.
    .remedy =
        Ga naar een plek met gelijkmatig licht.
        Kijk recht in de camera en blijf stil.
        Maak de selfie opnieuw.
portrait-not-found =
    .title = We zien geen pasfoto op het document
    .text = We zoeken uw pasfoto op het document en vinden hem niet.
    .explanation = Op de voorkant is geen gezicht gevonden. Een vinger, glans of hoesje kan het verbergen, of het is de verkeerde kant.
    .remedy =
        Fotografeer de kant met uw pasfoto.
        Houd vingers en licht van de pasfoto weg.
portrait-too-poor =
    .title = De pasfoto op het document is niet duidelijk
    .text = Uw pasfoto staat te klein of te vaag in beeld. Dat zegt niets over u.
    .explanation = De pasfoto heeft te weinig pixels of details voor een eerlijke vergelijking; die is daarom niet gedaan.
    .remedy =
        Houd de camera dichterbij en maak de foto opnieuw bij daglicht.
        Is uw document versleten, gebruik dan een ander.
portrait-as-selfie =
    .title = Dit is de pasfoto uit het document
    .text = De selfie toont hetzelfde beeld als het document. We hebben een nieuwe foto van u nodig.
    .explanation = Selfie en pasfoto zijn bijna hetzelfde beeld. Twee foto's van een levend mens zijn dat nooit.
    .remedy = Maak nu een selfie met de camera.
face-already-used =
    .title = Een gezicht dat hierop lijkt is al eens bevestigd
    .text = Met een ander document is een gezicht bevestigd dat dicht bij dit gezicht ligt. Een moderator vergelijkt de twee.
    .explanation = Het gezicht van de selfie is gezocht onder de mensen die deze organisatie eerder heeft bevestigd, één tegen allen. Ook tweelingen, broers en zussen worden zo gevonden, en in een grote groep zelfs vreemden: de afstand bewijst niets. De persoon hoort hier niets over, en van wie het andere gezicht is hoort niemand: moderators zien alleen de beelden.
    .remedy = Vergelijk de twee beelden en beslis dan. Keur mensen goed die een nieuw document hebben of alleen op elkaar lijken.
prompt-not-followed =
    .title = We zagen niet wat we vroegen
    .text = Een beweging bleef uit, was te klein of te snel, of kwam niet op het gevraagde moment.
    .explanation = De beweging die binnen de tijd is gemeten, is kleiner dan het beleid vraagt, of er is een andere gemaakt.
    .remedy =
        Wacht op elke opdracht en doe precies die, rustig en duidelijk.
        Kijk daarna recht in de camera tot de volgende komt.
        Kunt u deze bewegingen niet maken, kies dan een andere manier.
face-flat =
    .title = We kunnen niet zien dat u er zelf bent
    .text = Uw gezicht bewoog zoals een plat plaatje beweegt.
    .explanation = Toen het hoofd bewoog, bleven de punten te dicht bij wat een plat vlak verklaart.
    .remedy =
        Houd de camera op armlengte en op ooghoogte.
        Beweeg uw hoofd, niet de telefoon, tot we zeggen dat het genoeg is.
face-changed =
    .title = Het gezicht veranderde onderweg
    .text = We moeten van begin tot eind dezelfde persoon zien.
    .explanation = Het gezicht verschilt van dat aan het begin of versprong tussen twee beelden.
    .remedy =
        Laat niemand anders voor de camera komen.
        Blijf in beeld, beweeg rustig en probeer het opnieuw.
frames-missing =
    .title = Er kwamen te weinig beelden aan
    .text = De verbinding of het apparaat was te traag om uw bewegingen te volgen.
    .explanation = Tijdens een opdracht kwamen er minder beelden dan het beleid vraagt, of te lang geen.
    .remedy =
        Sluit andere apps en pagina's.
        Ga naar een plek met beter bereik en probeer het opnieuw.
        Of gebruik een ander apparaat.
frames-repeated =
    .title = De camera stuurt steeds hetzelfde beeld
    .text = De beelden die aankwamen, veranderen niet zoals die van een camera.
    .explanation = Beelden kwamen meer dan eens, of grote delen ervan veranderden helemaal niet. Software tussen camera en browser doet dat.
    .remedy =
        Zet programma's uit die het camerabeeld veranderen.
        Kies de camera van het apparaat zelf en probeer het opnieuw.
screen-recaptured =
    .title = Het lijkt alsof de camera een scherm ziet
    .text = We willen u zelf voor de camera zien, geen beeld van u.
    .explanation = De beelden tonen een regelmatig patroon zoals de puntjes van een scherm dat geven.
    .remedy =
        Maak de lens schoon en ga voor een muur zonder fijn patroon staan.
        Kijk zelf in de camera en probeer het opnieuw.
light-not-followed =
    .title = We zagen de kleuren van het scherm niet op uw gezicht
    .text = Aan het eind van de film toonde het scherm kleuren. Dat licht hoort op uw gezicht te vallen.
    .explanation = De kleur van de huid veranderde niet mee met het scherm. Bij fel licht of ver van het scherm overkomt dat iedereen.
    .remedy =
        Ga naar een donkerdere plek, uit de zon en weg van felle lampen.
        Zet het scherm helderder en de nachtkleuren uit.
        Houd het scherm dichterbij en kijk er recht naar tot de film klaar is.
frames-wrong =
    .title = Wat ons bereikte, is geen film
    .text = Beelden kwamen in de verkeerde volgorde, te veel tegelijk, of in een vorm die een camerapagina niet verstuurt.
    .explanation = Een beeld had het verkeerde nummer, was te groot, kwam te snel of was geen JPEG. Een haperende verbinding of software tussen browser en camera kan dat doen.
    .remedy =
        Zet programma's uit die pagina's of het camerabeeld veranderen.
        Laad de pagina opnieuw en probeer het nog eens.
        Of gebruik een ander apparaat.
capture-suspicious =
    .title = We weten niet zeker of een camera de film maakte
    .text = Misschien staat er software tussen uw camera en ons. Een medewerker bekijkt uw registratie.
    .explanation = De browser noemde een virtuele camera, of beelden kwamen met tussenpozen die gelijkmatiger zijn dan een camera ze levert. Dat bewijst niets, dus een moderator beslist.
    .remedy =
        U hoeft nu niets te doen.
        Als we het opnieuw vragen, kies dan de camera van het apparaat zelf.
liveness-unsure =
    .title = We weten nog niet zeker dat u er zelf bent
    .text = De film liet niet genoeg zien. Dat kan komen door licht, beweging of de camera.
    .explanation = Een van de proeven die een levend mens van een afbeelding onderscheiden, slaagde niet. Welke, wordt niet verteld aan wie gefilmd is.
    .remedy =
        Kijk naar het licht, voor een muur zonder fijn patroon.
        Houd de camera stil op armlengte en beweeg uw hoofd, niet de telefoon.
        Gebruik de camera van het apparaat zelf, zonder programma's die het beeld veranderen.
camera-poor =
    .title = De camera liet weinig zien
    .text = De persoon ging verder met een camera die weinig beeldpunten heeft, weinig beelden geeft, of donker of onscherp bleef.
    .explanation = Dat zei de pagina van haar eigen camera. Ze kan alles zeggen; daarom is dit alleen een waarschuwing.
    .remedy = Kijk of het beeld genoeg laat zien om op te beslissen.
camera-unguided =
    .title = Gemaakt zonder begeleiding
    .text = De browser van de persoon kon de begeleiding niet draaien, en de persoon ging zonder verder.
    .explanation = Dat zei de pagina van zichzelf. Ze kan alles zeggen; daarom is dit alleen een waarschuwing.
    .remedy = Kijk of het beeld genoeg laat zien om op te beslissen.
liveness-other-way =
    .title = U koos een andere weg dan video-identificatie
    .text = U stuurde een foto in plaats van een film. Een medewerker bekijkt uw registratie.
    .explanation = Een foto bewijst niet dat er een levend persoon voor de camera zat, dus een moderator beslist.
    .remedy = U hoeft nu niets te doen. We laten het weten zodra iemand heeft gekeken.
liveness-blocked =
    .title = Video-identificatie pauzeert even
    .text = Te veel pogingen zijn niet gelukt. U kunt het opnieuw proberen over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }.
    .explanation = Mislukte pogingen tellen per account, document, gezicht, browser en netwerk, zodat een nieuwe registratie ze niet opnieuw laat beginnen. Elke pauze is langer dan de vorige en eindigt vanzelf.
    .remedy =
        Wacht tot de tijd om is; daarna kunt u op deze pagina beginnen.
        Zoek intussen gelijkmatig licht van voren, op een plek waar uw gezicht het ovaal vult.
        Of kies een andere weg.
liveness-replaced =
    .title = Video-identificatie is ergens anders begonnen
    .text = Een ander venster of apparaat ging ermee verder, dus hier is het gestopt.
    .explanation = Van meerdere films tegelijk telt alleen de laatste die begon. Elke film is een poging.
    .remedy =
        Sluit de andere vensters.
        Laad deze pagina opnieuw.
liveness-not-performed =
    .title = Echtheid van de persoon is niet gecontroleerd
    .text = Niets bewijst dat er een levend mens voor de camera zat. Het betrouwbaarheidsniveau blijft laag.
    .explanation = De dienst vraagt niet om deze controle.
    .remedy = Kies een dienst met deze controle als een hoger niveau nodig is.

## De chip in uw document

chip-not-read =
    .title = De chip is niet uitgelezen
    .text = U bent verdergegaan zonder de chip. Niets laat beter zien dat een document echt is, dus zonder chip moet er misschien een medewerker kijken.
    .explanation = De stap met de chip is overgeslagen, of het uitlezen kwam nooit tot een eind. Het beleid bepaalt of de chip verplicht is, de voorkeur heeft of niet nodig is.
    .remedy =
        Lees de chip alsnog uit als dat lukt.
        Lukt het niet, vraag de organisatie dan wat er verder mogelijk is.
chip-signature-wrong =
    .title = De handtekening op de chip is niet te bevestigen
    .text = Wat op een chip staat, is ondertekend door het land dat het document uitgaf. Op deze chip past de handtekening niet bij de inhoud. Dat zegt niets over u.
    .explanation = Passieve authenticatie: de handtekening in EF.SOD klopt niet met het certificaat van de ondertekenaar, of dat certificaat is niet getekend door de CSCA die erin staat. Een fout bij de productie of bestanden die onderweg zijn veranderd, kunnen ook de oorzaak zijn.
    .remedy =
        Gebruik een ander document.
        Heeft u dat niet, vraag de organisatie dan wat er verder mogelijk is.
chip-data-altered =
    .title = De inhoud van de chip is niet zoals hij ondertekend is
    .text = Een deel van de gegevens op de chip is anders dan het land ze ondertekende. Ze kunnen beschadigd of veranderd zijn, op de chip of onderweg naar ons.
    .explanation = Passieve authenticatie: de hash van minstens één gegevensgroep wijkt af van de lijst in EF.SOD, of een gelezen groep staat niet op die lijst. Het rapport noemt de groepen.
    .remedy =
        Lees de chip opnieuw uit.
        Blijft het zo, gebruik dan een ander document.
chip-issuer-unknown =
    .title = We weten niet wie deze chip heeft ondertekend
    .text = Het certificaat van het land dat dit document maakte, staat niet op onze lijst. Daarom kijkt een van onze medewerkers ernaar.
    .explanation = Passieve authenticatie: geen CSCA-certificaat in het vertrouwensregister heeft dat van de ondertekenaar uitgegeven. Vaak ontbreekt alleen een nieuwere masterlijst van het land of van de ICAO; een beheerder kan die importeren.
    .remedy = U hoeft niets te doen. U hoort van ons.
chip-signer-revoked =
    .title = Het certificaat achter deze chip is ingetrokken
    .text = Het land heeft de sleutel ingetrokken waarmee deze chip is ondertekend. Documenten met die sleutel tellen hier niet meer. Dat hoeft niets met u te maken te hebben.
    .explanation = Het serienummer van de ondertekenaar, of van een CSCA erboven, staat op een CRL van het land. Achter duizenden documenten staat één ondertekenaar; ook na een fout bij de productie worden sleutels ingetrokken.
    .remedy =
        Gebruik een ander document.
        Vraag de instantie die dit document uitgaf of het kan worden vervangen.
chip-signer-expired =
    .title = Het certificaat achter deze chip is verlopen
    .text = De sleutel waarmee het land deze chip ondertekende, was te gebruiken tot een datum die voorbij is.
    .explanation = De ondertekenaar, of een CSCA erboven, valt buiten zijn termijn. Een chip bevat geen betrouwbaar tijdstip van ondertekening, dus telt het moment van uitlezen. Landen laten een ondertekenaar meestal langer meegaan dan zijn documenten.
    .remedy =
        Gebruik een ander document.
        Heeft u dat niet, vraag de organisatie dan wat er verder mogelijk is.
chip-copied =
    .title = De chip kon niet bewijzen dat hij het origineel is
    .text = Een echte chip beantwoordt een vraag met een sleutel die hij nooit afgeeft. Er kwam geen passend antwoord. Misschien is de chip stuk, of is het niet die van het land zelf. Dat zegt niets over u.
    .explanation = Actieve authenticatie, chipauthenticatie of PACE-CAM mislukte: het antwoord klopt niet met de publieke sleutel in DG15 of DG14, die door het land is ondertekend. Een kopie heeft wel de bestanden, maar niet de geheime sleutel. Een kapotte chip kan er net zo uitzien.
    .remedy =
        Lees de chip opnieuw uit, zo mogelijk met een andere telefoon of lezer.
        Blijft het zo, gebruik dan een ander document.
chip-proof-missing =
    .title = De chip heeft zijn bewijs niet laten zien
    .text = De chip van dit document heeft een sleutel waarmee hij kan bewijzen dat hij het origineel is, maar dat bewijs heeft ons niet bereikt.
    .explanation = De ondertekende lijst noemt DG14 of DG15, dus de chip kent chipauthenticatie of actieve authenticatie. Toch is die groep niet gelezen of het bewijs niet gevraagd. Een lezer die dat overslaat, weggevallen contact en een kopie zijn hier niet te onderscheiden.
    .remedy =
        Lees de chip opnieuw uit en houd alles stil tot het klaar is.
        Helpt dat niet, probeer dan een andere telefoon of lezer.
chip-not-proven =
    .title = De gegevens zijn echt, hun herkomst is niet bewezen
    .text = Het land heeft ondertekend wat we lazen. Dat het van de originele chip komt en niet van een kopie, kon niet worden bewezen.
    .explanation = Bewijsklasse C: passieve authenticatie slaagde, zonder actieve authenticatie of chipauthenticatie. Oudere chips hebben geen eigen sleutel, en sommige apps vragen niet om het bewijs. Het beleid bepaalt hoe zwaar dit telt.
    .remedy = U hoeft niets te doen. Hebben we meer nodig, dan staat het hier.
chip-differs =
    .title = Op de chip staat iets anders dan op het document
    .text = Wat op de chip staat, wijkt af van wat op het document is gedrukt. Misschien lazen wij het gedrukte verkeerd.
    .explanation = DG1 en DG11 zijn vergeleken met de machineleesbare zone en de velden. De chip van een ander document, een verkeerd gelezen teken of een veranderde bladzijde kan de oorzaak zijn.
    .remedy =
        Controleer of u de chip uitlas van het document dat u fotografeerde.
        Fotografeer het document opnieuw zonder glans.
chip-portrait-unreadable =
    .title = We konden de foto op de chip niet openen
    .text = De foto op de chip is beschadigd of van een soort die we niet kennen. De rest van de chip is wel gelezen.
    .explanation = In DG2 zit geen beeld dat kan worden ingelezen. Bekend zijn ISO 19794-5 en 39794-5 met JPEG en JPEG 2000, tot een bepaalde grootte. De gedrukte pasfoto kan in plaats daarvan worden vergeleken.
    .remedy = U hoeft niets te doen. Hebben we u nodig, dan staat het hier.
chip-portrait-differs =
    .title = De foto op de chip lijkt niet op de gedrukte pasfoto
    .text = We vergeleken de foto op de chip met de pasfoto op het document, en ze verschillen te veel. Glans of onscherpte op onze foto kan de reden zijn.
    .explanation = De gemeten afstand tussen de twee gezichten ligt boven de grens van het beleid. Meestal komen ze van dezelfde opname. De chip van een ander document, een slechte foto van de bladzijde of een veranderde pasfoto kan de oorzaak zijn.
    .remedy =
        Fotografeer de kant met uw pasfoto opnieuw, zonder glans.
        Controleer of de chip bij hetzelfde document hoort.
        Blijft het zo, gebruik dan een ander document.
document-reported-lost =
    .title = Dit document staat te boek als vermist of gestolen
    .text = Het nummer staat in een register van vermiste en gestolen documenten. Dat kan ook zo zijn als u het zelf heeft gemeld en het later terugvond.
    .explanation = Het opzoeken van nummer en land van afgifte leverde een vermelding op, in het register of op de eigen lijst van de beheerder. Vermeldingen worden zelden teruggenomen, ook als een document weer terecht is.
    .remedy =
        Gebruik een ander document.
        Heeft u het zelf gemeld, vraag dan de instantie die het uitgaf of het nog telt.
chip-not-found =
    .title = We vinden nog geen chip
    .text = De lezer voelt geen chip. Misschien zit die op een andere plek, of zit er een hoesje tussen.
    .explanation = De lezer meldt geen chip in zijn veld. Niet elk document heeft er een: op een document met chip staat een klein teken, een rechthoek met een cirkel erin.
    .remedy =
        Haal hoesjes van het document, de telefoon en de lezer.
        Verschuif het document langzaam en wacht op elke plek een paar tellen.
        Probeer ook de andere kant van het document.
chip-contact-lost =
    .title = Het contact met de chip viel weg
    .text = Het document of de lezer bewoog voordat alles was gelezen. Wat u eerder deed, is bewaard.
    .explanation = Het radiocontact brak af tijdens het uitlezen. Waar het protocol dat toelaat, gaat het uitlezen verder waar het ophield.
    .remedy =
        Leg het document weer op de lezer.
        Laat beide liggen en raak ze niet aan tot alle puntjes vol zijn.
chip-too-slow =
    .title = De chip antwoordt te langzaam
    .text = Het uitlezen duurde langer dan we kunnen wachten. De chip krijgt te weinig stroom, of de verbinding is traag.
    .explanation = De tijd voor één opdracht of voor het hele uitlezen was om. Een zwak veld maakt een chip traag, en een trage verbinding van de lezer komt er bij elk antwoord bij.
    .remedy =
        Verschuif het document tot het precies op de antenne ligt.
        Ga naar een plek met een betere verbinding.
        Probeer het daarna opnieuw, of neem een andere lezer.
chip-key-wrong =
    .title = De chip gaat met deze gegevens niet open
    .text = Een chip gaat open met het nummer en de datums op het document, of met het kaarttoegangsnummer. Waarschijnlijk is één teken anders.
    .explanation = BAC of PACE mislukte: de sleutel uit documentnummer, geboortedatum en vervaldatum, of uit het CAN, is niet die van de chip. Bij het lezen van een zone worden O en 0, I en 1, B en 8, S en 5 vaak verwisseld.
    .remedy =
        Vergelijk het nummer en beide datums met uw document.
        Kijk extra goed naar O en 0, I en 1, B en 8, S en 5.
        Staat er een kaarttoegangsnummer op uw document, probeer dan dat.
chip-access-refused =
    .title = De chip laat ons niet binnen
    .text = De chip weigerde de toegang. Sommige chips doen dat een tijdje nadat er andere gegevens zijn geprobeerd.
    .explanation = De chip antwoordde met een foutcode op een opdracht om hem te openen. Na enkele mislukte pogingen worden sommige chips trager of vragen ze een andere sleutel; andere gaan alleen open met PACE en het CAN.
    .remedy =
        Haal het document van de lezer, wacht een minuut en leg het terug.
        Vergelijk het nummer en de datums met uw document.
        Probeer het daarna opnieuw.
chip-damaged =
    .title = De chip lijkt beschadigd
    .text = De chip antwoordt, maar delen ervan zijn niet te lezen. Dat gebeurt als een document gebogen of nat is geweest.
    .explanation = Opdrachten mislukken steeds op dezelfde plek, of de opbouw van een bestand klopt niet. De handtekening is daarom niet beoordeeld.
    .remedy =
        Probeer het nog eens, liefst met een andere lezer.
        Of gebruik een ander document.
chip-unsupported =
    .title = Dit soort chip kunnen we niet lezen
    .text = De chip antwoordt, maar niet zoals de chips van paspoorten en identiteitskaarten die we kennen.
    .explanation = Er staat geen eMRTD-toepassing op, of de chip vraagt een protocol of parameters die we niet kennen. Een bankpas of ov-kaart vlak bij de lezer kan in plaats van het document antwoorden.
    .remedy =
        Zorg dat alleen het document op de lezer ligt en probeer het opnieuw.
        Gebruik een ander document, of ga zonder de chip verder als de pagina dat aanbiedt.
chip-interference =
    .title = Het contact met de chip werd verstoord
    .text = Wat bij ons aankwam, was niet wat de chip had verstuurd. Om uw gegevens te beschermen zijn we gestopt.
    .explanation = Beveiligde berichten: de MAC van een antwoord klopte niet, of de bescherming ontbrak. De sessie stopte meteen, zonder terug te vallen op een zwakkere weg. Een defecte lezer, een tweede kaart in het veld of iemand ertussen kan de oorzaak zijn.
    .remedy =
        Leg andere kaarten weg van de lezer.
        Probeer het op een andere plek, of met een andere lezer die u vertrouwt.
chip-other-reader =
    .title = Probeer een andere telefoon of lezer
    .text = Deze lezer en deze chip gaan niet goed samen. Dat komt voor, en met een andere lukt het vaak wel.
    .explanation = Met deze lezer brak het uitlezen een paar keer af, terwijl de sleutel klopte. Lezers verschillen in de sterkte van hun veld, de plaats van de antenne en de lengte van hun berichten.
    .remedy = Neem een andere telefoon of lezer en maak daar een nieuwe code voor.
chip-reader-gone =
    .title = We horen uw lezer niet meer
    .text = De verbinding tussen uw lezer en onze server viel weg. Wat al is gelezen, blijft nog even bewaard.
    .explanation = De WebSocket sloot, of er kwam te lang niets. Een korte tijd kan de lezer het uitlezen hervatten, en dat doet hij vanzelf.
    .remedy =
        Kijk of het programma van de lezer draait en internet heeft.
        Komt de lezer niet terug, maak dan een nieuwe code.
chip-reader-refused =
    .title = Bij de lezer is nee gezegd
    .text = Op het scherm van de lezer is dit geweigerd, dus we zijn gestopt. Er is niets gelezen.
    .explanation = Wie bij de lezer zat, heeft het getal niet bevestigd. De code is daarmee verbruikt.
    .remedy =
        Was het een vergissing, begin dan opnieuw met een nieuwe code.
        Weet u niet van wie de lezer is, stop dan en laat het de organisatie weten.
chip-interrupted =
    .title = Het uitlezen is bij ons onderbroken
    .text = Onze server startte opnieuw terwijl uw chip werd uitgelezen. De stappen die u eerder deed, zijn bewaard.
    .explanation = De sleutels voor het uitlezen staan alleen in het geheugen en verdwijnen met het proces. Wat half gelezen is, wordt niet opgeslagen.
    .remedy = Begin opnieuw met uitlezen, met een nieuwe code.
chip-closed =
    .title = Dit uitlezen is afgelopen
    .text = Het is op de pagina beëindigd: door de persoon zelf, of omdat de chip anders is gelezen of is overgeslagen.
    .explanation = Uitlezen eindigt als de pagina het stopt, een nieuwe code maakt, zonder de chip verdergaat of de bestanden van de chip van een andere lezer krijgt.
    .remedy =
        Kijk op de pagina: daar staat hoe het verdergaat.
        Vraagt zij om de chip, maak daar dan een nieuwe code.
chip-code-wrong =
    .title = We kennen deze code niet
    .text = Eén teken is anders getypt, of een lezer heeft de code al gebruikt. Elke code werkt één keer.
    .explanation = Geen open koppeling heeft deze code. Hij kan ook van een andere server zijn.
    .remedy =
        Vergelijk de code met die op de pagina.
        Is hij al gebruikt, maak daar dan een nieuwe.
chip-code-expired =
    .title = Deze code is verlopen
    .text = Een code voor de lezer werkt { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }. Wat u deed, is bewaard.
    .explanation = De code werkt maar kort, zodat niemand hem later kan gebruiken.
    .remedy = Maak op de pagina een nieuwe code en voer die in bij de lezer.
chip-too-many-codes =
    .title = Dat zijn voorlopig genoeg codes
    .text = Om u te beschermen kunnen in korte tijd maar een paar codes worden gemaakt of geprobeerd.
    .explanation = De grens voorkomt dat iemand codes raadt.
    .remedy = Wacht een paar minuten en probeer het dan opnieuw.
chip-reader-busy =
    .title = Er is al een andere lezer verbonden
    .text = Er kan maar één lezer tegelijk voor u lezen, en die is er al.
    .explanation = Een koppeling hoort bij de eerste lezer die de code gebruikte. Was dat niet die van de persoon zelf, dan sluit stoppen op de pagina hem af.
    .remedy =
        Ga verder met die lezer.
        Of stop het uitlezen op de pagina en maak een nieuwe code.
chip-number-differs =
    .title = De twee schermen tonen niet hetzelfde getal
    .text = Dan is uw pagina misschien verbonden met de lezer van iemand anders. We zijn gestopt voordat er iets werd gelezen.
    .explanation = Bij één koppeling tonen pagina en lezer hetzelfde getal. Een code met een ander teken leidt hierheen, en ook iemand die er een andere lezer tussen wil schuiven.
    .remedy =
        Ga niet verder met deze code.
        Sluit het programma van de lezer en maak een nieuwe code.
        Vroeg iemand die u niet kent u dit te doen? Stop dan en laat het de organisatie weten.
chip-files-unreadable =
    .title = De bestanden van de chip zijn niet te lezen
    .text = De aangeleverde bestanden komen niet van de chip van een document, zijn afgebroken of zijn geen base64.
    .explanation = Gegevensgroepen worden op naam verwacht, als base64 in JSON, volledig en met tag en lengte. EF.SOD hoort erbij. “errors” heeft voor elk bestand een JSON-pointer.
    .remedy =
        Verbeter de bestanden die in “errors” staan.
        Lever de bytes aan zoals de chip ze gaf.
chip-files-not-accepted =
    .title = Bestanden van andere lezers worden hier niet aangenomen
    .text = Het beleid van de dienst gelooft alleen chips die onze server zelf uitleest.
    .explanation = Wie bestanden overhandigt, moet te vertrouwen zijn dat er geen personen worden verwisseld. Daarom moet een beleid dit toestaan: dan staat “foreign_readers” op true. Een sessie houdt het beleid waarmee zij begon.
    .remedy =
        Laat de persoon de chip op de pagina uitlezen.
        Of vraag de beheerder om een beleid dat vreemde lezers toestaat, en open een nieuwe sessie.
chip-not-expected =
    .title = De sessie vraagt nu niet om de chip
    .text = Bestanden en challenges worden aangenomen zolang de chip aan de beurt is: nadat de foto van het document is gelezen en totdat de chip is gelezen.
    .explanation = Misschien heeft de dienst geen stap “chip”, is het document nog niet gelezen, of was iemand sneller: de persoon ging zonder chip verder, of een andere lezer was eerder klaar.
    .remedy =
        Lees de sessie. Vraagt zij om invoer, probeer het dan over enkele seconden opnieuw.
        Is de chipstap klaar, dan hoeft u niets meer te doen.
chip-challenge-unknown =
    .title = Deze challenge staat niet open voor de sessie
    .text = Hij is gebruikt, verlopen, door een nieuwere vervangen of hoort bij een andere sessie. Er is niets aangenomen.
    .explanation = Een challenge wordt voor één sessie getrokken en werkt één keer, tien minuten lang. Een handtekening over een ander getal bewijst niets: die kan eerder zijn opgenomen.
    .remedy =
        Vraag een nieuwe challenge aan.
        Laat de chip die ondertekenen en overhandig de bestanden opnieuw.
        Of laat challenge en handtekening weg: dan tellen de bestanden als klasse C.
chip-key-malformed =
    .title = Hiermee kan geen chip worden geopend
    .text = Een documentnummer heeft letters en cijfers, een datum heeft een dag, een maand en een jaar, en een kaarttoegangsnummer heeft zes cijfers.
    .explanation = Wat is ingetypt, kan geen deel van een sleutel zijn: een ander teken dan A tot Z en 0 tot 9, een datum die niet bestaat of een CAN dat geen zes cijfers heeft.
    .remedy =
        Neem het nummer en de datums over zoals ze op uw document staan.
        Of typ de zes cijfers van het kaarttoegangsnummer.

## Hoe het afliep

consent-declined =
    .title = U ging niet akkoord, dus we stoppen hier
    .text = Zonder uw akkoord mogen we uw document en gezicht niet bekijken. We hebben niets bewaard.
    .explanation = Toestemming is de eerste stap. De organisatie hoort dat de registratie niet is afgerond.
    .remedy =
        Bedenkt u zich, ga dan terug en ga akkoord.
        Vraag anders de organisatie naar een andere manier.
as-expected =
    .title = Zoals verwacht
    .text = De controle vond niets op te merken.
    .explanation = De gemeten waarde ligt aan de goede kant van de grens.
    .remedy = Er hoeft niets te gebeuren.
check-unavailable =
    .title = Een controle kon niet worden gedaan
    .text = Een van onze controles werkte zojuist niet. Dat zegt niets over u of uw document.
    .explanation = Een controle brak af door een technische oorzaak. Zij wordt herhaald; anders beslist een moderator.
    .remedy = U hoeft niets te doen. Hebben we u nodig, dan staat het hier.
handed-over =
    .title = Een ander apparaat ging verder
    .text = De persoon ging verder op een ander apparaat dan waarmee het begon. Dat kan van iemand anders zijn geweest.
    .explanation = Iemand kan met een doorgegeven link en getal worden overgehaald zich voor een ander te bewijzen. De uitslag komt dan aan op het apparaat van wie overhaalde.
    .remedy = Vergelijk de geverifieerde gegevens met wat van de klant bekend is.

moderator-decision =
    .title = Een mens heeft beslist
    .text = Een moderator heeft het bewijs bekeken en de beslissing genomen.
    .explanation = De reden van de moderator staat in de geschiedenis van de registratie.
    .remedy = Zie de geschiedenis voor de reden.
sandbox-sample =
    .title = Een voorbeeld heeft beslist
    .text = Dit is de testmodus: een voorbeelddocument bepaalde de uitkomst, niet een controle.
    .explanation = Voorbeelden leiden tot de uitkomst waarnaar ze heten. Buiten de testmodus werken ze niet.
    .remedy = Gebruik een live-sleutel om echte documenten te controleren.
registration-rejected =
    .title = We konden niet vaststellen wie u bent
    .text = We hebben bekeken wat u stuurde en kunnen uw identiteit daarmee niet bevestigen.
    .explanation = De beslissing is voor deze registratie definitief. De bevindingen zeggen waarom; de organisatie ziet ze.
    .remedy =
        Vraag de organisatie naar een andere manier om te bewijzen wie u bent.
        Denkt u dat dit een vergissing is, zeg het hun dan en noem de code hieronder.
too-many-attempts =
    .title = U heeft alle pogingen gebruikt
    .text = Om u tegen misbruik te beschermen, is het aantal pogingen beperkt.
    .explanation = De dienst bepaalt hoe vaak een stap over mag.
    .remedy = Vraag de organisatie om een nieuwe link of naar een andere manier.
registration-expired =
    .title = De tijd hiervoor is voorbij
    .text = De link was een beperkte tijd te gebruiken en die tijd is om. Wat u stuurde, wordt gewist.
    .explanation = De organisatie bepaalt hoelang een registratie open blijft.
    .remedy = Ga terug naar de organisatie en vraag om een nieuwe link.
registration-canceled =
    .title = Dit is geannuleerd
    .text = U of de organisatie heeft dit gestopt. Er wordt niets meer gecontroleerd.
    .explanation = Een geannuleerde registratie kan niet opnieuw worden geopend.
    .remedy = Wilt u toch nog bewijzen wie u bent, vraag de organisatie dan om een nieuwe link.
registration-erased =
    .title = Uw gegevens zijn gewist
    .text = Wat u stuurde, is gewist en kan niet worden teruggehaald.
    .explanation = De organisatie vroeg erom, of de bewaartijd was voorbij. Alleen een verslag zonder persoonsgegevens blijft over.
    .remedy = Moet u opnieuw bewijzen wie u bent, vraag de organisatie dan om een nieuwe link.
step-already-done =
    .title = Deze stap heeft u al gedaan
    .text = Dit is al eerder verstuurd, misschien uit een ander tabblad of door een dubbele klik. Het telt één keer.
    .explanation = Een stap die klaar is, wordt niet nog eens gedaan. Wijzigen kan met “Wijzigen” op de pagina met uw antwoorden.
    .remedy = Ga verder met de volgende stap.
step-not-open =
    .title = Er komt eerst een andere stap
    .text = Deze stap kan nog niet of niet meer.
    .explanation = Elke stap zegt wat eraan voorafgaat. Vaak werd er iets vanaf een oude pagina verstuurd.
    .remedy = Ga verder met de stap die we u tonen.

## Verdergaan op uw telefoon

handover-link-expired =
    .title = Deze link is verlopen
    .text = Links om op een ander apparaat verder te gaan werken { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }. Wat u deed, is bewaard.
    .explanation = De link werkt maar kort, zodat niemand hem later kan gebruiken.
    .remedy = Maak een nieuwe link op het apparaat waar u begon.
handover-link-used =
    .title = Deze link is al gebruikt
    .text = Een link om op een ander apparaat verder te gaan werkt één keer.
    .explanation = Heeft de persoon hem niet zelf geopend, dan deed iemand anders dat misschien. Een nieuwe link sluit het andere apparaat af.
    .remedy =
        Ga verder op het apparaat dat de link opende.
        Of maak een nieuwe link op het apparaat waar u begon.
handover-number-wrong =
    .title = Dat is een ander getal
    .text = Het getal komt niet overeen met dat op uw eerste scherm.
    .explanation = Het getal bewijst dat dezelfde persoon beide apparaten in handen heeft.
    .remedy = Kijk op uw eerste scherm en kies het getal dat daar staat.
handover-too-many-tries =
    .title = Het getal klopte te vaak niet
    .text = Om u te beschermen werkt deze link niet meer.
    .explanation = Na meerdere andere getallen wordt de link ingetrokken, omdat iemand kan gokken.
    .remedy = Maak een nieuwe link op het apparaat waar u begon.
handover-too-many-sends =
    .title = We hebben voorlopig genoeg links verstuurd
    .text = Een link kan { $sends } keer in { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    } worden verstuurd. De laatste is misschien nog onderweg.
    .explanation = De grens voorkomt dat iemand een telefoon of mailbox met berichten overspoelt.
    .remedy =
        Kijk in uw berichten, ook in de map met ongewenste mail.
        Wacht even, of scan de QR-code.
handover-recipient-full =
    .title = Deze telefoon of mailbox heeft genoeg berichten gehad
    .text = Niemand krijgt meer dan { $sends } links per { $hours } uur, wie er ook om vraagt.
    .explanation = De grens geldt per ontvanger over alle registraties samen, zodat niemand met onze berichten kan worden lastiggevallen.
    .remedy =
        Scan de QR-code, of kopieer de link naar uw telefoon.
        Of ga verder op dit apparaat.
handover-loopback =
    .title = Een telefoon kan dit adres niet bereiken
    .text = Deze server antwoordt alleen op de computer waarop hij draait. Een link of QR-code zou op uw telefoon niet werken.
    .explanation = Het ingestelde adres is een loopback-adres. Stel een extern adres in dat telefoons kunnen bereiken.
    .remedy = Ga verder op dit apparaat.
handover-address-malformed =
    .title = Hier kunnen we niets naartoe sturen
    .text = Dit lijkt geen telefoonnummer of e-mailadres.
    .explanation = Een telefoonnummer heeft een landcode nodig, zoals +31 of +7.
    .remedy = Controleer het nummer of adres en wijzig het.
handover-send-failed =
    .title = De link kon niet worden verstuurd
    .text = Het bericht kon daar niet worden bezorgd. Misschien klopt het adres of nummer niet, of werkt onze berichtendienst op dit moment niet.
    .explanation = De mail- of sms-koppeling weigerde of antwoordde niet. Het logboek zegt welke.
    .remedy =
        Controleer het adres of nummer, of stuur de link ergens anders heen.
        Scan de QR-code.
        Of probeer het over een minuut opnieuw.
handover-taken-back =
    .title = Laat het document nog een keer zien
    .text = U bent op een ander apparaat verdergegaan en teruggekomen. Wat u daar heeft gegeven telt niet meer, dus we vragen het hier opnieuw.
    .explanation = Twee apparaten kunnen in handen van twee mensen zijn. Daarom wordt niets van het ene op het andere gebruikt: de foto's van het verlaten apparaat tellen niet meer mee.
    .remedy = Fotografeer het document op dit apparaat.
continued-elsewhere =
    .title = U ging verder op een ander apparaat
    .text = Een ander apparaat of tabblad heeft dit nu open. Wat u daar doet, ziet u hier.
    .explanation = Slechts één apparaat tegelijk kan een registratie wijzigen, zodat antwoorden niet door elkaar raken.
    .remedy =
        Ga verder op het andere apparaat.
        Of kies “Verdergaan” om het hier te doen.

## Links en sessies

session-ending-soon =
    .title = Heeft u meer tijd nodig?
    .text = De tijd hiervoor is over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    } voorbij. Daarna heeft u een nieuwe link nodig.
    .explanation = Een registratie blijft een beperkte tijd open. De persoon kan het einde uitstellen, tot de langste tijd die het beleid toestaat.
    .remedy = Kies “Ik heb meer tijd nodig” om verder te gaan.
session-last-minutes =
    .title = De tijd is bijna voorbij
    .text = De tijd hiervoor is over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    } voorbij. Verder uitstellen kan niet.
    .explanation = Het beleid bepaalt hoelang een registratie hoogstens openblijft, hoe vaak er ook om meer tijd wordt gevraagd.
    .remedy =
        Rond het nu af als dat lukt.
        Vraag de organisatie anders om een nieuwe link.
session-ended =
    .title = Dit staat niet open in deze browser
    .text = U was lang weg, u ging verder op een ander apparaat, of de gegevens van deze browser zijn gewist.
    .explanation = De cookie ontbreekt, is verlopen of ingetrokken.
    .remedy =
        Ga verder in de browser of op het apparaat waarmee u begon.
        Of open de link van de organisatie. Werkt die niet meer, vraag dan om een nieuwe.
link-unknown =
    .title = Deze link leidt nergens heen
    .text = Misschien ontbreekt een deel van de link, of is hij te oud.
    .explanation = Het geheim in de link hoort bij geen open registratie. Mailprogramma's knippen lange links soms af.
    .remedy =
        Kopieer de hele link uit het bericht.
        Of vraag de organisatie om een nieuwe.
link-used =
    .title = Deze link is al geopend
    .text = Een link om te beginnen werkt één keer, en is in een andere browser of op een ander apparaat geopend.
    .explanation = Het eenmalige geheim is ingewisseld. Deed de persoon dat niet zelf, dan moet de organisatie het weten.
    .remedy =
        Ga verder in de browser waarin u hem het eerst opende.
        Of vraag de organisatie om een nieuwe link.
other-browser =
    .title = U begon in een andere browser
    .text = Om u te beschermen tegen links van vreemden, moet dit eindigen in de browser waarin het begon.
    .explanation = De uitkomst wordt alleen overgedragen in de browser waarin de registratie begon. Wie een link van een ander kreeg toegestuurd, stopt hier.
    .remedy =
        Ga terug naar de browser of het apparaat waar u begon.
        Stuurde iemand die u niet kent u de link? Stop dan en meld het aan de organisatie.
form-expired =
    .title = Deze pagina stond te lang open
    .text = We konden niet zeker weten dat dit van uw pagina kwam, dus er is niets gewijzigd.
    .explanation = Het kenmerk tegen vervalste aanvragen ontbreekt of is oud. Het kan ook zijn dat een andere site het formulier wilde versturen.
    .remedy = Laad de pagina opnieuw en verstuur nog een keer.
cookies-blocked =
    .title = Uw browser blokkeert cookies
    .text = We hebben één cookie nodig om te weten dat u het nog bent. We volgen u er niet mee.
    .explanation = Zonder de sessiecookie kan geen stap worden bewaard. Strenge privacy-instellingen kunnen haar blokkeren.
    .remedy =
        Sta cookies toe voor deze pagina en laad haar opnieuw.
        Of gebruik een andere browser of een ander apparaat.

## Een pagina invullen

field-required =
    .title = Er is nog iets niet ingevuld
    .text = We hebben hier een antwoord nodig om verder te gaan.
    .explanation = Het veld is verplicht.
    .remedy = Vul het veld in.
choice-required =
    .title = Er is nog niets gekozen
    .text = Kies een van deze mogelijkheden om verder te gaan.
    .explanation = Een van de mogelijkheden moet worden gekozen.
    .remedy = Kies een van de mogelijkheden.
field-too-long =
    .title = Dit is te lang
    .text = Hier is ruimte voor { $characters ->
        [one] { $characters } teken
       *[other] { $characters } tekens
    }.
    .explanation = De grens volgt de langste waarde die op een document kan staan.
    .remedy = Maak het korter. Schrijf namen zoals ze op uw document staan.
field-characters =
    .title = Sommige tekens kunnen hier niet
    .text = Er staat een teken in dat niet bij dit soort antwoord hoort.
    .explanation = Stuurtekens en tekens die op geen document voorkomen, worden geweigerd. Letters van elk schrift zijn in namen welkom.
    .remedy = Schrijf het zoals het op uw document staat.
field-date =
    .title = Deze datum begrijpen we niet
    .text = Een datum heeft een dag, een maand en een jaar, zoals 27 3 1985.
    .explanation = De datum bestaat niet in de kalender of een deel ontbreekt.
    .remedy = Controleer dag, maand en jaar.

## De programmeerinterface

unauthorized =
    .title = De API-sleutel ontbreekt of is niet bekend
    .text = De aanvraag heeft geen sleutel die we kennen, of de sleutel is ingetrokken.
    .explanation = Sleutels horen in de header “Authorization: Bearer …”. Welke reden geldt, wordt niet gezegd.
    .remedy =
        Stuur een sleutel van deze server mee in de header Authorization.
        Maak een nieuwe sleutel als de uwe is ingetrokken.
insufficient-scope =
    .title = De API-sleutel mag dit niet
    .text = De sleutel is bekend, maar mist de scope die deze bewerking nodig heeft.
    .explanation = De documentatie noemt bij elke bewerking de scope.
    .remedy = Gebruik een sleutel met de scope die in “detail” staat.
not-found =
    .title = Dit object bestaat niet
    .text = Op dit adres bestaat geen object voor uw organisatie.
    .explanation = Objecten van andere organisaties en van de andere modus (test of live) zien er net zo uit.
    .remedy =
        Controleer de id en het voorvoegsel.
        Controleer of de sleutel de modus heeft waarin het object is gemaakt.
method-not-allowed =
    .title = Deze methode werkt hier niet
    .text = Het adres bestaat, maar niet met deze HTTP-methode.
    .explanation = De header Allow van het antwoord noemt de methoden.
    .remedy = Gebruik een van de methoden in de header Allow.
not-acceptable =
    .title = In dat formaat kunnen we niet antwoorden
    .text = De header Accept noemt alleen formaten die dit adres niet biedt.
    .explanation = De API antwoordt met application/json en application/problem+json.
    .remedy = Accepteer application/json.
malformed-request =
    .title = De aanvraag is niet te begrijpen
    .text = Een parameter in het pad of de query, of een header, heeft niet de verwachte vorm.
    .explanation = “errors” noemt elke parameter en wat er verwacht wordt.
    .remedy = Verbeter de parameters die in “errors” staan.
malformed-body =
    .title = De body is geen JSON
    .text = De body van de aanvraag kon niet als JSON worden gelezen.
    .explanation = “detail” noemt regel en kolom. De body moet UTF-8 zijn en één JSON-waarde bevatten.
    .remedy = Stuur een welgevormd JSON-object.
validation-failed =
    .title = Sommige velden zijn niet aanvaard
    .text = De body is JSON, maar enkele waarden zijn niet zoals ze horen te zijn.
    .explanation = “errors” heeft voor elk veld een JSON-pointer en een reden.
    .remedy = Verbeter de velden die in “errors” staan.
unknown-field =
    .title = De body heeft een veld dat we niet kennen
    .text = Velden die niet bestaan worden geweigerd, zodat een tikfout niet onopgemerkt blijft.
    .explanation = “errors” heeft een JSON-pointer voor elk zulk veld.
    .remedy = Verbeter de velden die in “errors” staan of laat ze weg.
body-too-large =
    .title = De body is te groot
    .text = Een aanvraag mag hier hoogstens { $kilobytes } kB bevatten.
    .explanation = Een grotere body wordt geweigerd voordat hij helemaal is gelezen.
    .remedy = Stuur minder, bijvoorbeeld minder metadata.
unsupported-media-type =
    .title = De body heeft een type dat we niet lezen
    .text = De header Content-Type noemt een type dat deze bewerking niet leest.
    .explanation = De API leest application/json.
    .remedy = Stuur de header “Content-Type: application/json”.
idempotency-key-malformed =
    .title = De idempotentiesleutel is niet te gebruiken
    .text = Een Idempotency-Key heeft 1 tot { $characters } zichtbare ASCII-tekens.
    .explanation = Een willekeurige UUID is een goede keus.
    .remedy = Stuur voor elke nieuwe bewerking een nieuwe willekeurige sleutel.
idempotency-key-reused =
    .title = De idempotentiesleutel hoort bij een andere body
    .text = Dezelfde sleutel kwam eerder met een andere body, dus er is niets gedaan.
    .explanation = Een sleutel hoort bij de API-sleutel en de hash van de eerste body. Een herhaling moet byte voor byte gelijk zijn.
    .remedy =
        Stuur om te herhalen de eerste body ongewijzigd.
        Stuur voor iets nieuws een nieuwe sleutel.
idempotency-in-progress =
    .title = De eerste aanvraag loopt nog
    .text = Een aanvraag met dezelfde idempotentiesleutel is nog niet klaar.
    .explanation = De uitkomst van de eerste aanvraag gaat ook naar herhalingen.
    .remedy = Herhaal dezelfde aanvraag na de tijd in de header Retry-After.
state-conflict =
    .title = De toestand van het object laat dit niet toe
    .text = De bewerking bestaat, maar niet in de toestand waarin het object nu is.
    .explanation = “detail” noemt de toestand. De documentatie zegt in welke toestanden elke bewerking werkt.
    .remedy = Lees het object en handel naar zijn toestand.
concurrent-change =
    .title = Iets anders wijzigde het object zojuist
    .text = Twee wijzigingen troffen elkaar, en de uwe is niet uitgevoerd.
    .explanation = Objecten hebben versies; een wijziging lukt alleen op de versie die zij heeft gezien.
    .remedy = Lees het object en herhaal de wijziging als die nog nodig is.
rate-limited =
    .title = Te veel aanvragen
    .text = U heeft meer gestuurd dan is toegestaan. Wacht { $seconds ->
        [one] { $seconds } seconde
       *[other] { $seconds } seconden
    }.
    .explanation = Grenzen gelden per sleutel en per adres. De header Retry-After zegt wanneer het weer kan.
    .remedy = Wacht de tijd in de header Retry-After af en herhaal de aanvraag.
limit-reached =
    .title = Hiervan kunnen er niet meer zijn
    .text = Uw organisatie heeft er zoveel als mag.
    .explanation = “detail” noemt de grens.
    .remedy = Verwijder er een die niet meer nodig is.
cursor-unknown =
    .title = De cursor is niet van ons
    .text = De cursor is gewijzigd of hoort bij een andere lijst of andere filters.
    .explanation = Een cursor geldt alleen voor de lijst, de filters en de sleutel waar hij vandaan komt.
    .remedy = Begin bij de eerste bladzijde, of gebruik next_cursor ongewijzigd.
service-unknown =
    .title = Deze dienst bestaat niet
    .text = Uw organisatie heeft geen dienst met deze id.
    .explanation = Diensten worden door de beheerder ingesteld. Een gesloten dienst kan niet voor nieuwe sessies worden gebruikt.
    .remedy = Gebruik de id van een van uw diensten.
return-url-not-allowed =
    .title = De terugkeer-URL staat niet op uw lijst
    .text = Mensen mogen alleen terug naar adressen die uw organisatie heeft opgegeven.
    .explanation = Schema, host, poort en pad worden vergeleken. Zo kan niemand mensen naar een eigen adres sturen.
    .remedy = Gebruik een adres van de lijst, of voeg dit adres eraan toe.
webhook-target-refused =
    .title = Daarheen mogen we geen webhooks sturen
    .text = Het adres is privé, lokaal, geen https, of de naam is niet te vinden.
    .explanation = Aanvragen naar interne netwerken worden geweigerd tenzij de beheerder ze toestaat, zodat niemand ze via de server bereikt.
    .remedy =
        Gebruik een openbaar https-adres.
        Of vraag de beheerder om dit netwerk toe te staan.
client-secret-unknown =
    .title = Het client secret opent niets
    .text = Het geheim is onbekend, gebruikt of verlopen.
    .explanation = Een client secret werkt één keer, voor één sessie.
    .remedy = Maak een nieuwe sessie en geef het geheim aan één browser.
result-code-unknown =
    .title = De uitkomstcode opent niets
    .text = De code is onbekend, gebruikt, verlopen of hoort bij een andere browser.
    .explanation = De code wordt bij terugkeer gegeven, werkt één keer en kort, en alleen voor de sessie waar hij bij hoort.
    .remedy =
        Wissel de code één keer in, meteen na terugkeer.
        Lees anders de sessie met haar id; beschouw de persoon als niet teruggekeerd.
test-mode-only =
    .title = Dit werkt alleen in de testmodus
    .text = De bewerking hoort bij de sandbox, en de sleutel of het object is live.
    .explanation = Elk object zegt in livemode waar het bij hoort.
    .remedy = Gebruik een sleutel voor de testmodus.
loopback-only =
    .title = Dit werkt alleen op de server zelf
    .text = De mailboxpagina, de demosleutel en de voorbeelden werken alleen op een loopback-adres.
    .explanation = Ze zijn om iets uit te proberen en zouden een gat zijn in een server die anderen kunnen bereiken.
    .remedy = Open het op de computer waarop de server draait.
storage-full =
    .title = Er is geen ruimte meer om dit op te slaan
    .text = De schijf of objectopslag van de server is vol. Er is niets opgeslagen.
    .explanation = Wat al bevestigd was, is niet verloren. De beheerder moet ruimte maken.
    .remedy =
        Probeer het later opnieuw.
        Beheert u de server, maak dan ruimte in de opslag.
database-unavailable =
    .title = De database antwoordt niet
    .text = De server bereikt zijn database nu niet. Er is niets opgeslagen. Probeer het opnieuw over { $seconds ->
        [one] { $seconds } seconde
       *[other] { $seconds } seconden
    }.
    .explanation = De database ligt eruit, is vergrendeld of heeft geen verbindingen meer vrij.
    .remedy = Herhaal dezelfde aanvraag na de tijd in de header Retry-After.
object-erased =
    .title = De gegevens van het object zijn gewist
    .text = De sessie bestaat, maar persoonsgegevens en bewijs zijn gewist.
    .explanation = Ze is geredigeerd, of de bewaartijd was voorbij. Het geraamte voor de audit blijft.
    .remedy = De gegevens komen niet terug. Maak zo nodig een nieuwe sessie.

## Beoordelen

review-empty =
    .title = Er zijn geen zaken voor u
    .text = Elke zaak is afgehandeld of bij iemand anders.
    .explanation = Zaken worden uitgedeeld; u kunt ze niet zelf uitzoeken.
    .remedy = Laad de pagina later opnieuw.
review-taken =
    .title = Een collega heeft deze zaak
    .text = De zaak ging naar iemand anders terwijl u haar open had.
    .explanation = Een zaak die niet op tijd is afgehandeld, gaat terug en wordt opnieuw uitgedeeld.
    .remedy = Ga naar uw volgende zaak.
review-not-assigned =
    .title = Deze zaak is niet aan u gegeven
    .text = Alleen de moderator aan wie een zaak is gegeven, kan haar openen.
    .explanation = Zo kan niemand zaken uitzoeken van mensen die hij kent. De poging is vastgelegd.
    .remedy = Ga naar uw eigen zaak.
review-settled =
    .title = Deze zaak is al afgehandeld
    .text = Er was al een beslissing voordat de uwe aankwam. De uwe is niet gebruikt.
    .explanation = De eerste beslissing telt. De geschiedenis zegt van wie zij is.
    .remedy = Ga naar uw volgende zaak.
review-reason-required =
    .title = Er is een reden nodig
    .text = Elke beslissing heeft een reden in uw eigen woorden nodig, zodat anderen haar begrijpen.
    .explanation = De reden blijft in de geschiedenis van de registratie.
    .remedy = Schrijf op wat u zag en waarom u zo beslist.
evidence-gone =
    .title = Dit bewijs bestaat niet meer
    .text = Het is gewist omdat de bewaartijd voorbij was of om wissen is gevraagd.
    .explanation = De sleutel ervan is vernietigd. Wat erover is bevonden, staat nog in het rapport.
    .remedy = Beslis op de bevindingen die er nog zijn, of stuur de zaak terug.

trust-not-allowed =
    .title = U mag niet wijzigen wie deze installatie gelooft
    .text = Certificaten van staten bepalen welke paspoortchips worden geloofd. Alleen wie die taak heeft gekregen, mag ze wijzigen.
    .explanation = Uw account heeft geen rechten voor het vertrouwensregister.
    .remedy = Vraag de beheerder van de installatie om dit recht.
trust-upload-gone =
    .title = Dit bestand staat niet meer klaar
    .text = Een geüpload bestand wacht een uur op bevestiging, en een nieuwer bestand neemt de plaats in.
    .explanation = Het bestand is verwijderd. Er is niets gewijzigd.
    .remedy = Upload het bestand opnieuw.

trust-fingerprint =
    .title = Dit is geen vingerafdruk
    .text = Een SHA-256-vingerafdruk heeft 64 cijfers en letters van a tot en met f.
    .explanation = Spaties en dubbele punten ertussen maken niet uit.
    .remedy = Kopieer de hele vingerafdruk of kies het bestand van het certificaat.

trust-file-missing =
    .title = Het formulier kwam zonder bestand
    .text = We hebben een bestand met certificaten of lijsten nodig, van hoogstens 16 megabyte.
    .explanation = Het ontbrak, was leeg of groter dan dat.
    .remedy = Kies het bestand en verstuur het opnieuw. Importeer grotere bestanden op de opdrachtregel.

## Inloggen om hier te werken

passkey-failed =
    .title = De passkey is niet aanvaard
    .text = We kennen deze passkey niet, of het antwoord paste niet bij onze vraag.
    .explanation = De passkey hoort misschien bij een ander adres of account, of is verwijderd.
    .remedy =
        Probeer het opnieuw met de passkey voor deze server.
        Is die verwijderd, vraag een beheerder dan om een nieuwe link.
passkey-canceled =
    .title = De passkey is niet gebruikt
    .text = Het venster voor de passkey werd gesloten, of het duurde te lang.
    .explanation = De browser zegt niet welk van de twee het was.
    .remedy = Kies “Opnieuw proberen” en volg wat uw apparaat vraagt.
passkey-unsupported =
    .title = Deze browser kan geen passkeys gebruiken
    .text = Inloggen gaat hier met een passkey, en deze browser biedt dat niet.
    .explanation = Passkeys vragen een actuele browser en een veilig adres (https of localhost).
    .remedy = Gebruik een actuele browser of een ander apparaat.
operator-link-expired =
    .title = Deze instellink is verlopen
    .text = Links om een passkey in te stellen werken één keer en kort.
    .explanation = Wie de server beheert, maakt op de opdrachtregel een nieuwe.
    .remedy = Vraag om een nieuwe link.
operator-signed-out =
    .title = Uw werksessie is beëindigd
    .text = U was een tijdje weg, daarom is uw sessie gestopt.
    .explanation = Sessies van moderators eindigen snel, omdat ze documenten van anderen tonen.
    .remedy = Log opnieuw in om verder te gaan.
operator-too-many-tries =
    .title = Te veel pogingen om in te loggen
    .text = Om uw account te beschermen is inloggen { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    } gestopt.
    .explanation = Dit komt door herhaalde mislukkingen vanaf één adres of voor één account.
    .remedy = Wacht en probeer het dan opnieuw.
account-signed-out =
    .title = U bent uitgelogd
    .text = Uw sessie is afgelopen, of u bent nog niet ingelogd.
    .explanation = Een sessie eindigt na een uur zonder gebruik, en meteen als het account wordt geblokkeerd of het wachtwoord verandert.
    .remedy = Log opnieuw in.
account-flow-ended =
    .title = Begin alstublieft opnieuw
    .text = Wat u hier begonnen was, is afgelopen of al klaar.
    .explanation = Een account openen en een nieuw wachtwoord kiezen mag een dag duren. Daarna vergeten we wat er is ingevuld.
    .remedy = Begin opnieuw. Hebt u al een account, log dan in.
account-code-wrong =
    .title = De code klopt niet
    .text = Het is niet de code die we het laatst stuurden, de code is te oud, of er is te vaak geprobeerd.
    .explanation = Elke nieuwe code vervangt de vorige, en na een paar foute pogingen is een code niets meer waard.
    .remedy =
        Vergelijk de cijfers met het nieuwste bericht.
        Kloppen ze, vraag dan een nieuwe code.
account-too-many-sends =
    .title = We hebben voor nu genoeg berichten gestuurd
    .text = U kunt het opnieuw vragen over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }. Het laatste bericht kan nog onderweg zijn.
    .explanation = De grens voorkomt dat iemand een telefoon of mailbox met berichten overspoelt.
    .remedy =
        Kijk in uw berichten, ook in de map met spam.
        Wacht even voor u het opnieuw vraagt.
user-id-unsuitable =
    .title = Dit kan geen gebruikersnaam zijn
    .text = Een gebruikersnaam heeft { $shortest } tot { $longest } tekens: letters van één alfabet, cijfers, punten, streepjes en onderstrepingen.
    .explanation = Met veel cijfers kan het een persoonsnummer of telefoonnummer zijn, en dat moeten anderen er niet uit leren.
    .remedy = Kies een andere, zonder lange getallen.
user-id-taken =
    .title = Deze gebruikersnaam is bezet
    .text = Iemand heeft deze naam, of een die erop lijkt.
    .explanation = Namen die op elkaar lijken tellen als één, zodat niemand voor een ander kan doorgaan.
    .remedy = Kies een andere.
password-unsuitable =
    .title = Dit wachtwoord is niet sterk genoeg
    .text = Gebruik { $shortest } tot { $longest } tekens die niemand raadt: geen bekende wachtwoorden, geen rij van het toetsenbord, niets wat anderen van u weten.
    .explanation = Wie raadt, begint met wachtwoorden uit lijsten, namen met een getal erachter en uw eigen gebruikersnaam.
    .remedy = Neem vier of vijf woorden die niets met elkaar te maken hebben.
sign-in-failed =
    .title = U bent niet ingelogd
    .text = We kennen deze naam niet, of het wachtwoord is een ander.
    .explanation = Voor uw veiligheid zeggen we niet welk van de twee het is.
    .remedy =
        Kijk na wat u hebt ingevuld, ook de hoofdletters.
        Weet u uw gebruikersnaam of wachtwoord niet meer, volg dan de links onder het formulier.
sign-in-wait =
    .title = Te veel foute wachtwoorden
    .text = Probeer het opnieuw over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }.
    .explanation = Na een paar foute wachtwoorden achter elkaar moet iedereen wachten, of die het wachtwoord nu kent of niet.
    .remedy =
        Wacht, of log in met een passkey.
        Weet u uw wachtwoord niet meer, kies dan een nieuw.
password-locked =
    .title = Het wachtwoord werkt niet meer
    .text = Het is te vaak achter elkaar gemist, dus er moet een ander worden gekozen.
    .explanation = Misschien was iemand aan het raden. Passkeys blijven werken.
    .remedy = Kies een nieuw wachtwoord met mail en telefoon, of log in met een passkey.
account-blocked =
    .title = Dit account is geblokkeerd
    .text = De eigenaar heeft het geblokkeerd, en niemand kan inloggen tot het weer open is.
    .explanation = Het gaat open door een nieuw wachtwoord te kiezen met de codes die we naar het mailadres en de telefoon sturen. De passkeys worden dan verwijderd.
    .remedy = Kies een nieuw wachtwoord om het weer te openen.
account-link-ended =
    .title = Deze link werkt niet meer
    .text = De link is gebruikt of te oud.
    .explanation = De link van een melding blokkeert het account één keer, binnen 30 dagen.
    .remedy = Wilt u uw account nu blokkeren, log dan in en blokkeer het daar.
nothing-to-keep =
    .title = Er is niets te bewaren
    .text = In deze browser is niets geverifieerd dat een account kan bewaren, het is te lang geleden, of het account heeft al iets zekerders.
    .explanation = Een verificatie wordt bewaard vanaf het apparaat waarop document en gezicht zijn getoond, binnen { $hours } uur, als beide zijn gecontroleerd. Wat in de testmodus is gemaakt, wordt nooit bewaard.
    .remedy = Bewijs uw identiteit opnieuw als een dienst er weer om vraagt, en bewaar haar dan.
identity-of-another =
    .title = Dit account is van iemand anders
    .text = Het account heeft al een geverifieerde identiteit, en wat nu is geverifieerd is een ander.
    .explanation = We vergelijken geboortedatum, naam, document en nationaal nummer. Wie naam en document tegelijk veranderde, kan voor ons een ander lijken.
    .remedy = Log in op uw eigen account, of open er een, en bewaar de identiteit daar.
identity-elsewhere =
    .title = Een ander account heeft deze identiteit
    .text = Deze verificatie, of het document waarmee ze is gedaan, hoort al bij een account.
    .explanation = Een document spreekt maar voor één account.
    .remedy = Log in op het account waarin u haar eerder bewaarde.
identity-releasing =
    .title = Een ander account laat deze identiteit eerst los
    .text = Daar is ze minder zeker aangetoond; over ongeveer { $hours } uur wordt ze losgelaten, tenzij de eigenaar van dat account het tegenhoudt.
    .explanation = Een document spreekt maar voor één account. Mail en telefoon van het andere account kregen bericht, zodat niemand ongezien een identiteit wegneemt.
    .remedy = Kom daarna terug, laat u opnieuw verifiëren en bewaar haar dan. Is het andere account van u, log er dan op in.
not-recovered =
    .title = Dit opent het account niet
    .text = Wat is getoond is niet genoeg, te vroeg of te laat, of het gezicht is niet dat wat het account leerde kennen.
    .explanation = Wie het account heeft, kreeg bericht als document en gezicht niet bij elkaar hoorden.
    .remedy = Bekijk de pagina opnieuw: die zegt waar u bent. Is het account van u, neem dan contact op met de helpdesk.
recovery-waits =
    .title = Iemand wacht al op dit account
    .text = Op een account wacht één persoon tegelijk.
    .explanation = Wie het account heeft, kan wie wacht tegenhouden.
    .remedy = Kom terug als de tijd om is. Was u het zelf, ga dan verder in de browser waarin u het vroeg.
too-many-recoveries =
    .title = Dit is te vaak gevraagd
    .text = Om een account kan in 30 dagen { $times } keer worden gevraagd.
    .explanation = Zo probeert niemand het met één document steeds opnieuw.
    .remedy = Neem contact op met de helpdesk: iemand moet er samen met u naar kijken.
app-not-yet =
    .title = Dit apparaat keurt nog niet goed
    .text = Het neemt over { $minutes } minuten de plaats van een ander in. Tot die tijd keurt het oude apparaat goed.
    .explanation = Zo verhuist niemand een app terwijl de eigenaar even niet kijkt.
    .remedy = Houd het oude apparaat tot dan.
app-transfers =
    .title = De app verhuist al
    .text = Een ander apparaat neemt straks de plaats in.
    .explanation = Eén app verhuist naar één apparaat.
    .remedy = Houd dat eerst tegen als ze ergens anders heen moet.
account-paused =
    .title = Het account is gepauzeerd
    .text = Iemand toonde aan dat het van hen is en wacht op toegang. Tot die tijd vertrouwt geen dienst erop.
    .explanation = Mailadres en telefoon van het account kregen bericht, met een manier om het tegen te houden.
    .remedy = Bent u dat niet, houd het dan tegen op de pagina van uw account.
authorization-refused =
    .title = We kunnen u niet verder brengen
    .text = De pagina waar u vandaan komt, vroeg om iets dat wij niet voor haar doen.
    .explanation = Een onbekende dienst, of een adres dat de dienst niet bij ons heeft opgegeven. We sturen niemand terug naar een adres dat we niet kennen.
    .remedy = Ga terug en probeer het opnieuw. Gebeurt het weer, meld het dan bij de dienst.
device-code-unknown =
    .title = Geen apparaat wacht met deze code
    .text = Misschien klopt een letter niet, of is de code al gebruikt. Een code geldt { $minutes } minuten.
    .explanation = Een apparaat toont een nieuwe code als het opnieuw vraagt.
    .remedy = Vergelijk de code met wat het apparaat toont. Is die gelijk, laat het apparaat dan een nieuwe tonen.
account-prove-again =
    .title = Laat nog eens zien dat u het bent
    .text = Hoe u op een account inlogt, kunt u binnen { $minutes } minuten na het inloggen veranderen. Die tijd is voorbij.
    .explanation = Zo kan niemand met een open gelaten browser een account overnemen.
    .remedy = Geef uw wachtwoord of passkey opnieuw. U gaat verder waar u was.
contact-changed-lately =
    .title = Het adres is kort geleden veranderd
    .text = Hetzelfde adres wordt één keer per dag veranderd, en mailadres en telefoon niet binnen { $days } dagen van elkaar.
    .explanation = Zo kan het vorige nog worden gebruikt om iemand te stoppen die uw account overnam.
    .remedy = Kom terug als de tijd om is. Hebt u het andere niet veranderd, blokkeer dan het account.
app-unknown =
    .title = Dit apparaat is geen goedkeuringsapp
    .text = Het is verwijderd, nooit geactiveerd, of de browser is het vergeten.
    .explanation = Een goedkeuringsapp wordt herkend aan een cookie en een sleutel op het apparaat. Wie browsergegevens wist, wist ze allebei.
    .remedy = Log op een ander apparaat in op uw account en activeer de app opnieuw.
app-blocked =
    .title = Deze goedkeuringsapp is geblokkeerd
    .text = Iemand die op uw account is ingelogd heeft haar geblokkeerd.
    .explanation = Een geblokkeerde app keurt niets goed, wie het apparaat ook heeft.
    .remedy = Log anders in op uw account en laat de app weer goedkeuren. Hebt u haar niet geblokkeerd, blokkeer dan het account.
apps-full =
    .title = Er zijn al zoveel apps als er mogen zijn
    .text = Een account heeft hoogstens drie goedkeuringsapps.
    .explanation = Hoe minder het er zijn, hoe minder u er kunt verliezen.
    .remedy = Verwijder er een die u niet meer gebruikt, en activeer daarna deze.
approval-ended =
    .title = Er valt niets meer goed te keuren
    .text = Het is al beantwoord, of de tijd ervoor is voorbij.
    .explanation = Een verzoek duurt enkele minuten, wordt één keer beantwoord, en eindigt na drie verkeerde nummers.
    .remedy = Begin opnieuw waar u wilde inloggen.
number-wrong =
    .title = De nummers zijn niet gelijk
    .text = Wat u typte is niet het nummer op het andere scherm.
    .explanation = Het nummer zorgt dat u het scherm voor u goedkeurt, en niet dat van een ander.
    .remedy = Kijk op het scherm waarop u inlogt en typ de twee cijfers. Is er geen, weiger dan.
pin-missing =
    .title = Er is nog geen pincode
    .text = De goedkeuringsapp vraagt om een pincode, en uw account heeft er geen.
    .explanation = Zonder pincode kon iedereen met uw telefoon uit uw naam goedkeuren.
    .remedy = Log in op uw account en kies daar een pincode.
pin-unsuitable =
    .title = Kies een andere pincode
    .text = Een pincode heeft zes cijfers, twee keer gelijk getypt: geen rij cijfers, niets wat op een datum lijkt, niets uit uw telefoonnummer of gebruikersnaam.
    .explanation = Wie raadt, begint met rijen cijfers en geboortedata.
    .remedy = Neem zes cijfers die niemand iets zeggen.
pin-wrong =
    .title = De pincode klopt niet
    .text = Wat u typte is niet de pincode van uw account.
    .explanation = Na drie foute achter elkaar is de pincode een tijd geblokkeerd.
    .remedy = Typ de pincode nog eens. Bent u haar vergeten, vraag dan op de pagina van uw account een tijdelijke aan.
pin-wait =
    .title = De pincode is een tijd geblokkeerd
    .text = Zij was drie keer achter elkaar fout. Probeer het opnieuw over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }.
    .explanation = Elke keer duurt het langer, en na twaalf foute is de pincode niets meer waard.
    .remedy =
        Wacht, en log intussen anders in.
        Bent u de pincode vergeten, vraag dan op de pagina van uw account een tijdelijke aan.
        Was u het niet, blokkeer dan het account.
pin-locked =
    .title = De pincode werkt niet meer
    .text = Zij was te vaak achter elkaar fout, dus er moet een andere komen.
    .explanation = Misschien was iemand aan het raden. Wachtwoord en passkeys blijven werken.
    .remedy = Log anders in en zeg op de pagina van uw account dat u de pincode vergeten bent.
one-time-code-wrong =
    .title = De code van de app klopt niet
    .text = Het is niet de code die uw app nu toont, of zij is al gebruikt.
    .explanation = Een code geldt ongeveer een minuut en werkt een keer. De klokken van beide apparaten moeten gelijk lopen.
    .remedy =
        Wacht op de volgende code en typ die.
        Kloppen de codes nooit, laat het apparaat met de app dan zelf zijn klok zetten.
one-time-code-wait =
    .title = Te veel foute codes
    .text = Probeer het opnieuw over { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    }.
    .explanation = Na drie foute codes achter elkaar wacht men, elke keer langer, omdat het wachtwoord al bekend is.
    .remedy =
        Wacht, of log in met een passkey of de goedkeuringsapp.
        Was u het niet, kies dan een ander wachtwoord.
code-apps-full =
    .title = Er zijn al zoveel apps voor codes als er mogen zijn
    .text = Een account heeft er hoogstens drie.
    .explanation = Hoe minder het er zijn, hoe minder er verloren gaan.
    .remedy = Verwijder er een die u niet meer gebruikt, en voeg dan deze toe.
phone-changed-lately =
    .title = Het telefoonnummer is kort geleden veranderd
    .text = Naar een telefoonnummer gaat binnen { $days } dagen na de wijziging niets waarmee iets opengaat.
    .explanation = Wie uw account overnam, kon zijn eigen nummer in de plaats van het uwe zetten.
    .remedy = Kom terug als de tijd om is. Hebt u het nummer niet veranderd, blokkeer dan het account.
