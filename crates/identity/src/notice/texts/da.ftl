# Meddelelser på dansk. Rækkefølge: hvad der skete, hvorfor, mere om det, hvad man gør nu.

topic-connection = Forbindelsen og vores tjeneste
topic-upload = At sende en fil
topic-camera = Kameraet
topic-document = Dit dokument
topic-face = Dit ansigt
topic-chip = Chippen i dit dokument
topic-registration = Hvordan det endte
topic-handover = Fortsæt på din telefon
topic-session = Links og sessioner
topic-form = Udfyldning af en side
topic-api = Programmeringsgrænsefladen
topic-review = Sagsbehandling
topic-sign-in = Log ind for at arbejde her

action-try-again = Prøv igen
action-cancel = Annuller
action-ok = OK
action-use-another-device = Brug en anden enhed
action-upload-instead = Upload et billede i stedet
action-take-again = Tag billedet igen
action-choose-another-file = Vælg en anden fil
action-choose-another-document = Brug et andet dokument
action-type-by-hand = Skriv det selv
action-change-answers = Ret
action-go-back = Tilbage
action-go-on = Fortsæt
action-stay-signed-in = Jeg har brug for mere tid
action-reload = Indlæs siden igen
action-send-new-link = Få et nyt link
action-sign-in = Log ind
action-contact-support = Bed om hjælp
action-return-to-organisation = Tilbage til organisationen
action-read-documentation = Læs dokumentationen

## Forbindelsen

no-connection =
    .title = Du har ikke forbindelse til internettet
    .text = Din enhed er ikke på internettet lige nu. Det, du har skrevet, er ikke gået tabt.
    .explanation = Andre hjemmesider kan heller ikke åbnes. Måske er flytilstand slået til, eller der er hverken wi-fi eller mobilnet.
    .remedy =
        Se efter, at flytilstand er slået fra.
        Skift mellem wi-fi og mobildata.
        Vælg så “Prøv igen”.
server-unreachable =
    .title = Vi kan ikke nås
    .text = Din enhed er på internettet, men vores server svarer ikke. Det, du har skrevet, er ikke gået tabt.
    .explanation = En VPN, en proxy eller et firmanet kan stå i vejen, forbindelsen kan være for langsom, eller vores server kan være nede.
    .remedy =
        Skift mellem wi-fi og mobildata.
        Slå din VPN fra, hvis du bruger en.
        Vælg så “Prøv igen”.
service-fault =
    .title = Noget gik i stykker hos os
    .text = Vores server svarede, som den ikke burde. Det er vores fejl, og det hjælper ikke at prøve igen med det samme.
    .explanation = En intern fejl, en nøgle der ikke kan læses, en fuld disk eller en mislykket opdatering kan være årsagen. Serverens log har detaljerne.
    .remedy =
        Kom tilbage om et stykke tid.
        Virker det stadig ikke, så kontakt supporten og oplys koden herunder.
unsupported-device =
    .title = Denne enhed kan ikke bruges
    .text = Vi kan ikke opbevare dit identitetsbevis sikkert på enheden, fordi dens beskyttelse er ændret eller mangler.
    .explanation = Enheden er rootet eller jailbreaket, eller den mangler det, der skal til for at beskytte nøgler. Den kan først bruges, når den er sat tilbage, som producenten leverede den.
    .remedy =
        Brug en anden telefon, tablet eller computer.
        Eller sæt enheden tilbage, som producenten leverede den.
something-went-wrong =
    .title = Noget gik galt
    .text = Vi ved endnu ikke, hvad der skete. Vi beklager besværet.
    .explanation = Denne meddelelse er til fejl, som ingen anden meddelelse passer på. Med kode og tidspunkt kan supporten finde årsagen i loggen.
    .remedy =
        Prøv igen.
        Luk andre apps, genstart din browser, og slå din VPN fra.
        Bliver det ved, så kom tilbage senere eller kontakt supporten.
invite-only =
    .title = Du skal have en invitation til dette
    .text = Tjenesten er kun åben for inviterede. Du kan ikke selv tilmelde dig.
    .explanation = Tjenesten er sat til “kun med invitation”. En administrator i organisationen kan invitere personen.
    .remedy =
        Bed administratoren i din organisation om at invitere dig.
        Er du blevet inviteret, så åbn linket i den besked.
push-token-unavailable =
    .title = Beskeder til din telefon kunne ikke slås til
    .text = Din telefon kunne ikke tilmelde sig beskeder. Forbindelsen er nok ustabil.
    .explanation = Telefonproducentens beskedtjeneste gav ingen adresse til enheden. Den skal bruge en stabil forbindelse.
    .remedy =
        Tjek din internetforbindelse.
        Prøv igen, når den er stabil.
overloaded =
    .title = Der er meget travlt lige nu
    .text = Flere bruger tjenesten, end den kan hjælpe på én gang. Vent omkring { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.
    .explanation = Serveren afviser henvendelser, så de, der er i gang, kan blive færdige. Intet går tabt.
    .remedy =
        Vent nogle minutter.
        Vælg så “Prøv igen”. Du kan fortsætte, hvor du slap.
technical-difficulties =
    .title = Vores tjeneste har problemer
    .text = En del af vores tjeneste virker ikke i øjeblikket. Vi er ved at rette det.
    .explanation = Serveren er ustabil, eller noget, den er afhængig af, er nede. Driften kan se det på statussiden.
    .remedy =
        Luk siden, og kom tilbage senere.
        Du kan fortsætte, hvor du slap, med det samme link, indtil det udløber.
request-timeout =
    .title = Det tog for lang tid
    .text = Din henvendelse nåede ikke helt frem i tide, nok fordi forbindelsen er langsom.
    .explanation = Serveren venter ikke i det uendelige på en henvendelse, der kommer for langsomt, så andre ikke bliver sinket.
    .remedy =
        Find et sted med bedre forbindelse.
        Vælg så “Prøv igen”.
page-not-found =
    .title = Vi kan ikke finde siden
    .text = Måske er der en tastefejl i adressen, eller siden findes ikke længere.
    .explanation = En registrerings sider åbner kun med dens eget link, i den browser, hvor linket blev åbnet.
    .remedy =
        Gå tilbage, og prøv en anden vej.
        Kom linket fra en besked, så kopiér hele linket.
scripts-blocked =
    .title = Din browser kører ikke scripts her
    .text = Kameraet på denne side kræver JavaScript, og det er slået fra i din browser.
    .explanation = Alt undtagen kameraet virker uden scripts. En udvidelse eller indstilling kan blokere dem.
    .remedy =
        Tillad JavaScript for siden, og indlæs den igen.
        Eller upload et billede i stedet.

## At sende en fil

upload-missing =
    .title = Der er ikke valgt en fil
    .text = Vi fik ikke noget billede, fordi der ikke var valgt en fil.
    .explanation = Formularen blev sendt uden fil.
    .remedy = Vælg et billede, og send igen.
upload-empty =
    .title = Filen er tom
    .text = Der er intet i den fil, du valgte, så der er ikke noget billede at se på.
    .explanation = Filen fylder 0 byte. Måske er den stadig ved at blive hentet fra et onlinelager.
    .remedy =
        Åbn billedet på din enhed for at se, om det er der.
        Vælg det igen, eller tag et nyt billede.
upload-truncated =
    .title = En del af billedet mangler
    .text = Filen stopper, før billedet er helt. Måske blev forbindelsen afbrudt.
    .explanation = Billeddata slutter for tidligt. Det sker efter en afbrudt kopi eller download.
    .remedy =
        Send billedet igen.
        Hjælper det ikke, så tag et nyt billede.
upload-not-an-image =
    .title = Filen er ikke et billede
    .text = Vi skal bruge et billede i formatet JPEG, PNG eller WebP. Denne fil er noget andet.
    .explanation = Typen kendes på indholdet, ikke på filens navn.
    .remedy = Tag et billede af dokumentet, eller vælg en JPEG-, PNG- eller WebP-fil.
upload-too-large =
    .title = Filen er for stor
    .text = Billedet må højst fylde { $megabytes } MB. Dette fylder mere.
    .explanation = Større filer afvises, før de er læst til ende.
    .remedy =
        Tag billedet med kameraet på denne side.
        Eller gør filen mindre, og vælg den igen.
upload-too-many-pixels =
    .title = Billedet har for mange pixel
    .text = Vi kan se på billeder med op til { $megapixels } megapixel. Dette har flere.
    .explanation = Den slags billeder bruger for meget hukommelse. En lille fil kan rumme et meget stort billede.
    .remedy = Vælg en lavere opløsning i dit kamera, eller tag billedet på denne side.
upload-too-small =
    .title = Billedet er for lille
    .text = Billedets korte side skal have mindst { $pixels } pixel, ellers kan vi ikke læse det.
    .explanation = Det kan være en miniature eller et skærmbillede i stedet for selve billedet.
    .remedy =
        Vælg det originale billede, ikke en miniature.
        Eller tag et nyt billede.
upload-animated =
    .title = Det er et levende billede
    .text = Filen indeholder flere billeder. Vi skal bruge ét billede, der står stille.
    .explanation = Animerede GIF-, PNG- og WebP-filer afvises, da det ikke er klart, hvilket billede der tæller.
    .remedy = Tag et billede, eller vælg en fil med ét billede.
upload-heic =
    .title = Vi kan ikke åbne HEIC-billeder
    .text = Billedet er i formatet HEIC, som nogle telefoner bruger. Vi kan åbne JPEG, PNG og WebP.
    .explanation = iPhones gemmer som udgangspunkt HEIC. I kameraets indstillinger under “Formater” gemmer “Mest kompatibelt” JPEG.
    .remedy =
        Tag billedet med kameraet på denne side.
        Eller gem billedet som JPEG, og vælg det igen.
upload-pdf =
    .title = Vi kan ikke bruge en PDF
    .text = Filen er en PDF. Vi skal bruge et billede af selve dokumentet.
    .explanation = En scanning eller PDF skjuler tegn, der skelner en original fra en kopi.
    .remedy = Tag et billede af selve dokumentet.
upload-unreadable =
    .title = Vi kan ikke åbne billedet
    .text = Filen ligner et billede, men den er beskadiget eller af en slags, vi ikke kender.
    .explanation = Billedet kunne ikke afkodes. Det kan være beskadiget eller bruge en sjælden udgave af formatet.
    .remedy =
        Åbn billedet på din enhed for at se, om det vises.
        Vælg det igen, eller tag et nyt billede.
upload-interrupted =
    .title = Billedet nåede ikke helt frem
    .text = Forbindelsen blev afbrudt, mens billedet blev sendt. Dit billede er stadig på siden.
    .explanation = Henvendelsen sluttede, før alle de lovede byte var kommet.
    .remedy =
        Tjek din forbindelse.
        Vælg så “Prøv igen”.

## Kameraet

camera-refused =
    .title = Kameraet må ikke bruges endnu
    .text = Din browser gav ikke siden adgang til kameraet. Den spørger først om lov.
    .explanation = Der er svaret “bloker” på spørgsmålet, eller en indstilling i browseren eller enheden forbyder kameraet.
    .remedy =
        Vælg hængelåsen eller kameraet ved siden af adressen, og tillad kameraet.
        Se i enhedens indstillinger, om browseren må bruge kameraet.
        Vælg så “Prøv igen”, eller upload et billede i stedet.
camera-missing =
    .title = Vi fandt intet kamera
    .text = Enheden har ikke et kamera, eller det er slået fra.
    .explanation = Browseren kender ingen videokilde. Nogle bærbare har en kontakt eller et dæksel til kameraet.
    .remedy =
        Fortsæt på din telefon.
        Eller upload et billede i stedet.
camera-in-use =
    .title = En anden app bruger kameraet
    .text = Kameraet er der, men en anden app eller fane har det.
    .explanation = De fleste enheder giver kun kameraet til én app ad gangen. Oftest er det et videoopkald.
    .remedy =
        Luk videoopkald og andre apps, der bruger kameraet.
        Vælg så “Prøv igen”.
camera-unsupported =
    .title = Denne browser kan ikke bruge kameraet
    .text = Din browser er for gammel, eller den åbnede inde i en anden app uden kamera.
    .explanation = Browseren giver ikke sider adgang til kameraet. Det gør browsere inde i beskedapps ofte ikke.
    .remedy =
        Åbn linket i Chrome, Edge, Firefox eller Safari.
        Eller fortsæt på din telefon, eller upload et billede.
camera-insecure =
    .title = Kameraet kræver en sikker forbindelse
    .text = Browsere tillader kun kameraet på adresser, der begynder med https. Det gør denne ikke.
    .explanation = Driften skal sætte TLS op. Kun på samme maskine må kameraet bruges uden.
    .remedy = Upload et billede i stedet.
camera-stopped =
    .title = Kameraet stoppede
    .text = Billedet fra kameraet forsvandt. Måske blev det taget ud, eller enheden gik i dvale.
    .explanation = Videosporet sluttede. Billeder, der allerede er taget, er gemt.
    .remedy = Vælg “Prøv igen” for at starte kameraet på ny.

## Dit dokument

document-not-found =
    .title = Vi kan ikke se et dokument på billedet
    .text = Dokumentet ses ikke tydeligt. Det er for lille, dækket til eller svært at skelne fra underlaget.
    .explanation = Der blev ikke fundet pas eller identitetskort. Oftest skyldes det afstand, en urolig baggrund eller et omslag.
    .remedy =
        Tag dokumentet ud af omslaget.
        Læg det på et ensfarvet underlag i en anden farve.
        Fyld rammen med det, og tag billedet igen.
document-cropped =
    .title = En del af dokumentet er skåret væk
    .text = En eller flere af dokumentets kanter er uden for billedet.
    .explanation = Alle fire hjørner skal kunne ses, så intet er skjult.
    .remedy =
        Hold kameraet lidt længere væk.
        Sørg for, at du ser alle fire hjørner, og tag billedet igen.
document-unreadable =
    .title = Dokumentet er svært at læse
    .text = Billedet er uskarpt, for mørkt, for lyst eller har blanke pletter.
    .explanation = Skarphed og lys er målt og er for dårlige til at læse teksten. Oftest er det genskin i plasten.
    .remedy =
        Find et sted med dagslys, væk fra lamper.
        Vip dokumentet, til der ikke er lys, der skinner i det.
        Hold stille, og vent til billedet er skarpt.
document-blurred =
    .title = Billedet af dokumentet er uskarpt
    .text = Billedet er ikke skarpt nok til at læse den lille tekst.
    .explanation = De fine detaljer er målt over hele dokumentet og er for svage til at kunne læses. Bevægelse, et kamera for tæt på til at stille skarpt eller en snavset linse er årsagen.
    .remedy =
        Tør linsen af med en blød klud.
        Læg dokumentet fladt, og hold kameraet stille over det.
        Vent, til billedet er skarpt, og tag det igen.
document-too-small =
    .title = Dokumentet er for lille på billedet
    .text = Kameraet var for langt væk, så teksten kun er få prikker høj.
    .explanation = Dokumentets lange side har færre billedpunkter, end der skal til for at læse det. Billeder, som en beskedapp har gjort mindre, har samme problem.
    .remedy =
        Gå tættere på, til dokumentet næsten fylder hele billedet.
        Tag billedet igen med alle fire hjørner på.
document-too-dark =
    .title = Billedet af dokumentet er for mørkt
    .text = Der var for lidt lys, så tekst og portræt er svære at se.
    .explanation = Selv de lyseste dele af dokumentet er mørke på billedet.
    .remedy =
        Tænd mere lys, eller gå hen til et vindue.
        Pas på, at din egen skygge ikke falder på dokumentet.
        Tag billedet igen.
document-too-bright =
    .title = Billedet af dokumentet er for lyst
    .text = Der kom så meget lys ind i kameraet, at det meste af dokumentet blev hvidt.
    .explanation = Næsten hele dokumentet er ved kameraets grænse, så det, der er trykt dér, er tabt.
    .remedy =
        Gå væk fra direkte sol, og slå blitzen fra.
        Tryk på dokumentet på skærmen, så kameraet indstiller sig efter det.
        Tag billedet igen.
document-glare =
    .title = Et lys spejler sig i dokumentet
    .text = En blank plet dækker en del af dokumentet, og det, der er under den, kan ikke ses.
    .explanation = Pletten er større, end reglerne tillader, eller den dækker portrættet eller den maskinlæsbare zone. Plast og sikkerhedsfolie spejler lamper, vinduer og blitzen.
    .remedy =
        Slå blitzen fra.
        Drej eller vip dokumentet, til pletten er væk.
        Dagslys fra siden er bedst.
document-covered =
    .title = Noget dækker en del af dokumentet
    .text = En finger eller noget andet ligger over portrættet eller over linjerne nederst.
    .explanation = Det, der er dækket, kan ikke kontrolleres. Portræt og linjer skal ses helt.
    .remedy =
        Læg dokumentet på et bord, og tag hænderne væk.
        Tag det ud af omslaget, og fjern det, der ligger på det.
        Tag billedet igen.
document-from-screen =
    .title = Det er et billede af en skærm
    .text = Billedet viser et dokument på en skærm. Vi har brug for selve dokumentet.
    .explanation = Skærmens fine gitter blev målt i billedet. Billeder af dokumenter på telefoner og computere godtages ikke.
    .remedy =
        Læg selve dokumentet på et bord.
        Tag billedet igen i dagslys, væk fra skærme.
document-black-and-white =
    .title = Det er en kopi i sort-hvid
    .text = Dokumentet på billedet har ingen farver. Vi har brug for selve dokumentet i farver.
    .explanation = Dokumentets farver blev målt og er ens overalt, som på en fotokopi eller med et kamera, der er sat til grå.
    .remedy =
        Læg selve dokumentet på et bord, ikke en kopi.
        Sæt kameraet til farve.
        Tag billedet igen.
document-printed =
    .title = Det er et print af et dokument
    .text = Billedet viser en udskrevet kopi. Vi har brug for selve dokumentet.
    .explanation = En printers regelmæssige prikker blev målt i billedet. Print og fotokopier godtages ikke.
    .remedy =
        Læg selve dokumentet på et bord, ikke en kopi.
        Tag billedet igen i dagslys.
document-screenshot =
    .title = Det er et skærmbillede
    .text = Billedet kommer fra en skærm og ikke fra et kamera. Et billede fra en dokument-app regnes også for et skærmbillede.
    .explanation = Billedet har flader uden et kameras støj, som kun tegnede billeder har. Skærmbilleder godtages ikke, heller ikke fra officielle apps.
    .remedy =
        Tag dit pas eller kort i hånden.
        Fotografér det med kameraet.
document-copy-suspected =
    .title = Vi vil se nærmere på billedet
    .text = Noget i billedet ligner det, man ser på kopier. Det kan være tilfældigt, så et menneske ser på det.
    .explanation = En måling ligger mellem det, dokumenter viser, og det, kopier viser. Intet afvises for det; en moderator afgør sagen.
    .remedy =
        Du behøver ikke gøre noget: vi fortæller dig resultatet.
        Hvis du sendte en kopi, så begynd forfra med selve dokumentet.
document-edges-unseen =
    .title = Dokumentets kanter kunne ikke findes
    .text = Dokumentet skiller sig ikke ud fra det, der ligger omkring det, eller det fylder billedet helt ud.
    .explanation = Om en del er skåret væk, kunne ikke måles. Skarphed, lys og genskin er derfor målt på hele billedet.
    .remedy = Se på billedet: Er alle fire hjørner med?
document-side-missing =
    .title = Den ene side af dokumentet mangler
    .text = Et kort har to sider, og vi skal bruge et billede af begge.
    .explanation = Tjenesten beder om for- og bagside af et kort. Af et pas er siden med billedet nok.
    .remedy = Vend kortet, og fotografér den anden side.
document-same-side =
    .title = Begge billeder viser samme side
    .text = Vi skal bruge forsiden og bagsiden, men de to billeder ligner den samme side.
    .explanation = De to billeder ligner hinanden for meget, eller begge viser de maskinlæsbare linjer eller portrættet.
    .remedy =
        Vend dokumentet.
        Fotografér den side, der mangler.
portrait-instead-of-document =
    .title = Det er et billede af et ansigt
    .text = Vi bad om dit dokument og fik et portræt.
    .explanation = Et ansigt fylder billedet, og der blev ikke fundet et dokument. Et pasfoto på papir er ikke et dokument.
    .remedy = Fotografér hele siden eller kortet, med dit foto og teksten på.
document-kind-differs =
    .title = Det er en anden slags dokument
    .text = Du valgte en anden slags dokument end den, billedet viser.
    .explanation = De maskinlæsbare linjer siger, hvilken slags det er, for eksempel pas eller identitetskort.
    .remedy =
        Fotografér det dokument, du valgte.
        Eller gå tilbage, og vælg det dokument, du har.
specimen-document =
    .title = Det er et prøvedokument
    .text = Dokumentet er mærket som prøve. Den slags tilhører ingen og beviser intet.
    .explanation = Linjerne eller nummeret er fra en offentliggjort prøve. De godtages kun i testtilstand.
    .remedy = Brug dit eget pas eller identitetskort.
zone-not-found =
    .title = Vi kan ikke finde linjerne med <‑tegn
    .text = Pas og kort har to eller tre linjer med bogstaver og <‑tegn. Vi kan ikke se dem på billedet.
    .explanation = Den maskinlæsbare zone blev ikke fundet eller kunne ikke læses. Den er nederst på passets billedside og oftest bag på et kort.
    .remedy =
        Sørg for, at hele striben med <‑tegn er med på billedet, flad og uden genskin.
        Eller skriv linjerne selv.
zone-check-digit-wrong =
    .title = Linjerne med <‑tegn stemmer ikke
    .text = Nogle af cifrene kontrollerer de andre, og de passer ikke sammen. Vi har nok læst et tegn forkert.
    .explanation = Et kontrolciffer i den maskinlæsbare zone passer ikke til sit felt, og ingen rettelse er bevist. Genskin eller snavs kan skjule et tegn.
    .remedy =
        Rens dokumentet, og tag billedet igen uden genskin.
        Eller skriv linjerne selv.
zone-repaired =
    .title = Et fejllæst tegn er rettet
    .text = Et tegn i den maskinlæsbare zone blev læst forkert, og kontrolcifferet beviser rettelsen.
    .explanation = Kun en rettelse, der får alle kontrolcifre til at stemme, og som er den eneste, bliver lavet.
    .remedy = Sammenlign zonen på billedet med felterne.
zone-typed =
    .title = Zonen er skrevet i hånden
    .text = Personen skrev selv den maskinlæsbare zone. Kontrolcifrene stemmer, men intet billede bekræfter den.
    .explanation = Skrevne værdier kan komme hvor som helst fra. Reglerne afgør, hvor meget de tæller.
    .remedy = Sammenlign de skrevne linjer med billedet af dokumentet.
zone-differs =
    .title = Det indtastede afviger fra billedet
    .text = De linjer, du har indtastet, er ikke dem, der står på billedet af dit dokument.
    .explanation = Alle kontrolcifre i zonen på billedet stemmer, så den er læst pålideligt. Det indtastede gælder ikke imod den.
    .remedy =
        Fotografér det dokument, der hører til det, du har indtastet.
        Eller skriv linjerne af én gang til, bogstav for bogstav.
typed-zone-malformed =
    .title = De skrevne linjer har ikke den rette længde
    .text = Et dokument har 2 linjer på 44 eller 36 tegn, eller 3 linjer på 30. Det, du skrev, er anderledes.
    .explanation = Formaterne TD1, TD2, TD3 og de to visumformater kendes. Kun A til Z, 0 til 9 og < forekommer.
    .remedy =
        Skriv hver linje helt ud, med alle <‑tegn.
        Se efter, at ingen tegn mangler eller står dobbelt.
typed-zone-check-digit-wrong =
    .title = De skrevne linjer stemmer ikke endnu
    .text = Nogle af cifrene kontrollerer de andre, og de passer ikke sammen endnu. Et tegn er nok anderledes på dit dokument.
    .explanation = Et kontrolciffer passer ikke til sit felt. Bogstavet O og cifferet 0, I og 1 samt B og 8 bliver ofte forvekslet.
    .remedy =
        Sammenlign hvert tegn med dit dokument.
        Se en ekstra gang på O og 0, I og 1, B og 8, S og 5.
document-expired =
    .title = Dit dokument er udløbet
    .text = Den dato, dokumentet kan bruges til, er passeret.
    .explanation = Udløbsdatoen kommer fra den maskinlæsbare zone.
    .remedy =
        Brug et andet dokument, der ikke er udløbet.
        Har du ikke et, så spørg organisationen, hvad der ellers kan lade sig gøre.
dates-impossible =
    .title = Datoerne på dokumentet kan ikke passe
    .text = En dato, vi læste, findes ikke, eller den kommer før en, den skulle følge efter. Måske har vi læst forkert.
    .explanation = Fødsel, udstedelse og udløb skal være rigtige datoer i den rækkefølge.
    .remedy =
        Tag billedet igen uden genskin.
        Eller ret det, vi læste.
state-unknown =
    .title = Vi kender ikke landet på dokumentet
    .text = Bogstaverne for landet er ikke på den liste, vi kender. Måske har vi læst dem forkert.
    .explanation = De tre bogstaver for udstedende stat og nationalitet sammenlignes med den officielle liste for rejsedokumenter.
    .remedy =
        Tag billedet igen uden genskin.
        Eller brug et andet dokument.
fields-differ =
    .title = Dokumentet siger to forskellige ting
    .text = Det, der er trykt på dit dokument, ser ikke ud til at passe med linjerne til maskiner. En af vores medarbejdere ser på det.
    .explanation = Navne, datoer og numre står to gange på dokumentet: som mennesker læser dem, og i linjerne med <-tegn. De blev sammenlignet efter de internationale regler for at skrive navne med bogstaverne A til Z.
    .remedy =
        Er billedet sløret, eller er der genskin på det, så tag det igen.
        Er der en fejl i selve dokumentet, så spørg den myndighed, der har udstedt det.
fields-unread =
    .title = Trykket blev ikke læst
    .text = Det, der er trykt ved siden af zonen, kunne ikke læses, eller ikke sikkert, og blev derfor ikke sammenlignet med zonen.
    .explanation = Det sker, når programmet, der læser tryk, ikke er installeret, når sproget mangler, eller når billedet er dårligt. Kommandoen `bonafide config check` siger hvilket.
    .remedy = Sammenlign selv trykket med zonen.
barcode-differs =
    .title = En kode på dokumentet siger noget andet
    .text = Det, der står i en kode på dokumentet, ser ikke ud til at passe med det trykte. En af vores medarbejdere ser på det.
    .explanation = Nogle dokumenter gentager det trykte i en kode af små firkanter eller streger. De to blev sammenlignet.
    .remedy =
        Er en kode sløret, eller er der genskin på den, så tag billedet igen.
        Er der en fejl i selve dokumentet, så spørg den myndighed, der har udstedt det.
barcode-uncompared =
    .title = En kode blev ikke sammenlignet
    .text = Der er en kode på dokumentet, men den indeholder intet, som kunne sammenlignes med det trykte.
    .explanation = Kun koder, som man ved indeholder en maskinlæsbar zone, oplysninger fra et kørekort eller et nationalt personnummer, sammenlignes. Af andre koder gemmes intet, og en adresse i dem åbnes aldrig.
    .remedy = Der skal ikke gøres noget.
national-number-wrong =
    .title = Personnummeret kan ikke være rigtigt
    .text = Det personnummer, der blev læst i dit dokument, følger ikke reglerne for sådanne numre. En af vores medarbejdere ser på det.
    .explanation = Et personnummer har et kontrolciffer eller en fødselsdato i sig, som viser, når et ciffer er læst forkert.
    .remedy = Er billedet sløret, eller er der genskin på det, så tag det igen.
national-number-differs =
    .title = Personnummeret passer ikke
    .text = Personnummeret i dit dokument hører til en anden fødselsdato eller et andet køn, end dokumentet angiver. En af vores medarbejdere ser på det.
    .explanation = I nogle lande indeholder personnummeret indehaverens fødselsdato og køn.
    .remedy =
        Er billedet sløret, eller er der genskin på det, så tag det igen.
        Er der en fejl i selve dokumentet, så spørg den myndighed, der har udstedt det.
national-number-unreadable =
    .title = Intet personnummer kunne skelnes
    .text = Det, der står på personnummerets plads, har ikke så mange cifre, som et sådant nummer har.
    .explanation = Det blev læst forkert, eller dokumentet har noget andet på den plads.
    .remedy = Sammenlign det med billedet.
national-number-unchecked =
    .title = Personnummeret kan ikke kontrolleres
    .text = Nummeret opfylder ikke modulus 11-kontrollen.
    .explanation = Danske numre, der er tildelt siden 1. oktober 2007, behøver ikke opfylde den, så det beviser intet, men ældre numre gør.
    .remedy = Sammenlign nummeret med billedet.
fields-corrected =
    .title = Dine svar afviger fra dokumentet
    .text = Du har rettet noget, som står anderledes i dokumentet. Et menneske ser på det.
    .explanation = En rettet værdi tæller ikke som bekræftet, før et kontrolciffer, en chip eller en moderator bekræfter den.
    .remedy =
        Var det en smutter, så ret det tilbage.
        Blev dokumentet læst forkert, så tag billedet igen.
too-young =
    .title = Du er for ung til denne tjeneste
    .text = Tjenesten er for folk på { $years } år og derover. Dokumentet siger, at du er yngre.
    .explanation = Alderen regnes ud fra fødselsdatoen i dokumentet på dagen for kontrollen.
    .remedy = Spørg organisationen, om en forælder eller værge kan gøre det for dig.
document-already-used =
    .title = Vi er nødt til selv at se på det
    .text = Vi kan ikke afgøre det automatisk. En af vores medarbejdere ser på det.
    .explanation = Et dokument med dette nummer har før vist, hvem en anden er: navnet eller fødselsdatoen var anderledes. En moderator afgør det; personen får intet at vide om den anden registrering.
    .remedy = Du skal ikke gøre noget. Du hører fra os.
same-image-again =
    .title = Vi har set billedet før
    .text = Det er samme fil som før, så den kan ikke vise noget nyt.
    .explanation = Filens indhold er det samme som et tidligere billede i denne registrering.
    .remedy = Tag et nyt billede.

## Dit ansigt

face-not-found =
    .title = Vi kan ikke se et ansigt på billedet
    .text = Dit ansigt er dækket, vendt væk, for mørkt eller uden for billedet.
    .explanation = Der blev ikke fundet et ansigt i selfien.
    .remedy =
        Tag solbriller, kasket eller maske af, og fjern hår fra ansigtet.
        Vend dig mod lyset, og se lige ind i kameraet.
        Hold hele ansigtet inden for ovalen.
several-faces =
    .title = Der er mere end ét ansigt på billedet
    .text = Vi skal bruge et billede, hvor kun du er med.
    .explanation = Der blev fundet flere ansigter. Plakater og billeder på væggen tæller også med.
    .remedy = Sørg for, at der hverken er andre eller billeder af nogen bag dig, og tag billedet igen.
face-too-small =
    .title = Dit ansigt er for langt væk
    .text = Dit ansigt er for lille på billedet til at blive sammenlignet.
    .explanation = Ansigtet er mindre, end sammenligningen mindst skal bruge.
    .remedy = Kom tættere på, til dit ansigt fylder ovalen, og tag billedet igen.
face-off-frame =
    .title = Dit ansigt er ikke helt inde i ovalen
    .text = En del af dit ansigt er uden for ovalen, eller du er for tæt på.
    .explanation = Ansigtets punkter når ud over ovalen omkring billedets midte.
    .remedy = Flyt dig, til hele ansigtet fra pande til hage er inde i ovalen, og tag billedet igen.
face-blurred =
    .title = Billedet af dit ansigt er ikke skarpt
    .text = Vi kan ikke se nok detaljer i dit ansigt.
    .explanation = Ansigtets skarphed eller kontrast er under politikkens grænse. Bevægelse, en fedtet linse eller dis er tit årsagen.
    .remedy =
        Tør kameraets linse af.
        Hold telefonen med begge hænder, og hold den stille.
        Tag billedet igen.
eyes-turned-away =
    .title = Du ser ikke ind i kameraet
    .text = Dine øjne ser til siden på billedet.
    .explanation = Iriserne står længere fra øjnenes midte, end politikken tillader.
    .remedy = Se ind i selve kameraet og ikke på dit billede på skærmen, og tag billedet igen.
face-too-dark =
    .title = Dit ansigt er for mørkt
    .text = Der er for lidt lys på dit ansigt.
    .explanation = Ansigtets gennemsnitlige lysstyrke er under politikkens grænse.
    .remedy =
        Vend dig mod et vindue eller en lampe.
        Undgå stærkt lys bag dig.
face-too-bright =
    .title = Dit ansigt er for lyst
    .text = Der er så meget lys på dit ansigt, at detaljer forsvinder.
    .explanation = Ansigtets gennemsnitlige lysstyrke er over politikkens grænse.
    .remedy =
        Gå væk fra direkte sol eller lampen.
        Slå blitzen fra.
eyes-closed =
    .title = Dine øjne er ikke åbne
    .text = Mindst ét øje er lukket eller næsten lukket på billedet.
    .explanation = Afstanden mellem øjenlågene er mindre, end politikken tillader.
    .remedy = Hold begge øjne åbne som normalt, blink færdig, og tag billedet igen.
face-covered =
    .title = Noget dækker en del af dit ansigt
    .text = Hår, en hånd eller noget andet skjuler en del af dit ansigt.
    .explanation = Dele af panden, kinderne eller huden omkring øjnene ligner ikke resten af ansigtet.
    .remedy =
        Fjern håret fra ansigtet.
        Hold hænder, tørklæde og telefon væk fra det.
        Tag billedet igen.
face-turned =
    .title = Dit hoved er ikke lige
    .text = Dit hoved er drejet, på skrå, løftet eller bøjet.
    .explanation = En af hovedets tre vinkler er større, end politikken tillader.
    .remedy = Hold kameraet i øjenhøjde, vend ansigtet lige mod det, og tag billedet igen.
background-uneven =
    .title = Der er for meget bag dig
    .text = Vi skal bruge et billede foran en ensfarvet baggrund.
    .explanation = En stor del af det, der ses ved siden af hovedet, har en anden farve eller et mønster.
    .remedy = Stil dig foran en ensfarvet væg uden billeder eller hylder, og tag billedet igen.
light-uneven =
    .title = Den ene side af dit ansigt er i skygge
    .text = Lyset kommer fra den ene side.
    .explanation = Den ene halvdel af ansigtet er meget mørkere end den anden.
    .remedy = Drej dig, til lyset falder på ansigtet forfra, og tag billedet igen.
face-mismatch =
    .title = Din selfie ligner ikke billedet i dokumentet
    .text = Vi har sammenlignet de to ansigter, og de er for forskellige.
    .explanation = Et gammelt eller dårligt pasfoto, stærkt lys fra siden, briller eller et nyt udseende kan være årsagen.
    .remedy =
        Tag selfien i jævnt lys med ansigtet lige mod kameraet.
        Tag brillerne af, hvis du ikke bærer nogen på dokumentet.
        Eller brug et dokument med et nyere foto.
face-uncertain =
    .title = Vi kan ikke se, om det er dig
    .text = Ansigterne er hverken tydeligt ens eller tydeligt forskellige. Måske har du forandret dig siden billedet.
    .explanation = Den målte afstand ligger mellem reglernes to grænser. En bedre selfie afgør det ofte; ellers beslutter en moderator.
    .remedy =
        Find et sted med jævnt lys.
        Se lige ind i kameraet, og hold stille.
        Tag selfien igen.
portrait-not-found =
    .title = Vi kan ikke se dit foto på dokumentet
    .text = Vi leder efter fotoet på dit dokument og kan ikke finde det.
    .explanation = Der blev ikke fundet et ansigt på forsiden. En finger, genskin eller et omslag kan skjule det, eller det er den anden side.
    .remedy =
        Fotografér siden med dit foto.
        Hold fingre og lys væk fra fotoet.
portrait-too-poor =
    .title = Fotoet på dokumentet er ikke tydeligt nok
    .text = Dit portræt er for lille eller for svagt på vores billede. Det siger intet om dig.
    .explanation = Portrættet har for få pixel eller detaljer til en retfærdig sammenligning, så den blev ikke lavet.
    .remedy =
        Hold kameraet tættere på, og tag billedet igen i dagslys.
        Er dokumentet slidt, så brug et andet.
portrait-as-selfie =
    .title = Det er fotoet fra dokumentet
    .text = Selfien viser det samme billede som dokumentet. Vi skal bruge et nyt billede af dig.
    .explanation = Selfie og portræt er næsten samme billede, hvad to billeder af et levende menneske aldrig er.
    .remedy = Tag en selfie med kameraet nu.
face-already-used =
    .title = Et ansigt, der ligner, er bekræftet før
    .text = Et ansigt, der ligger tæt på dette, er bekræftet med et andet dokument. En moderator sammenligner de to.
    .explanation = Selfiens ansigt blev søgt blandt de personer, som organisationen før har bekræftet, én mod alle. Tvillinger og søskende findes også, og i en stor flok endda fremmede: afstanden beviser intet. Personen får intet at vide, og hvem det andet ansigt tilhører, får ingen at vide: moderatorer ser kun billederne.
    .remedy = Sammenlign de to billeder, og afgør det så. Godkend folk, der har fået nyt dokument eller blot ligner hinanden.
prompt-not-followed =
    .title = Vi så ikke det, vi bad om
    .text = En bevægelse manglede, var for lille eller for hurtig, eller kom på det forkerte tidspunkt.
    .explanation = Bevægelsen i den givne tid er mindre, end politikken kræver, eller der blev lavet en anden.
    .remedy =
        Vent på hver anvisning, og gør præcis det, roligt og tydeligt.
        Se derefter lige ind i kameraet, til den næste kommer.
        Kan du ikke lave bevægelserne, så vælg en anden måde.
face-flat =
    .title = Vi kan ikke se, at du selv er der
    .text = Dit ansigt bevægede sig, som et fladt billede gør.
    .explanation = Da hovedet bevægede sig, holdt punkterne sig for tæt på det, en flad overflade forklarer.
    .remedy =
        Hold kameraet i en armslængdes afstand og i øjenhøjde.
        Bevæg hovedet og ikke telefonen, til vi siger, at det er nok.
face-changed =
    .title = Ansigtet skiftede undervejs
    .text = Vi skal se den samme person fra start til slut.
    .explanation = Ansigtet er forskelligt fra det i begyndelsen eller sprang fra et billede til det næste.
    .remedy =
        Lad ingen andre komme foran kameraet.
        Bliv i billedet, bevæg dig roligt, og prøv igen.
frames-missing =
    .title = Der nåede for få billeder frem
    .text = Forbindelsen eller enheden var for langsom til at følge dine bevægelser.
    .explanation = Mens en anvisning blev vist, kom der færre billeder, end politikken kræver, eller ingen i for lang tid.
    .remedy =
        Luk andre apps og sider.
        Gå hen, hvor forbindelsen er bedre, og prøv igen.
        Eller brug en anden enhed.
frames-repeated =
    .title = Kameraet bliver ved med at sende det samme billede
    .text = Billederne ændrer sig ikke, som et kameras gør.
    .explanation = Billeder kom mere end én gang, eller store dele af dem ændrede sig slet ikke. Det gør software mellem kamera og browser.
    .remedy =
        Slå programmer fra, der ændrer kameraets billede.
        Vælg enhedens eget kamera, og prøv igen.
screen-recaptured =
    .title = Det ser ud, som om kameraet ser en skærm
    .text = Vi skal se dig foran kameraet og ikke et billede af dig.
    .explanation = Billederne viser et regelmæssigt mønster, som punkterne på en skærm giver.
    .remedy =
        Tør linsen af, og stil dig foran en væg uden fine mønstre.
        Se selv ind i kameraet, og prøv igen.
light-not-followed =
    .title = Vi kunne ikke se skærmens farver på dit ansigt
    .text = Til sidst i filmen viste skærmen farver. Lyset fra dem skal falde på dit ansigt.
    .explanation = Hudens farve fulgte ikke skærmen. I stærkt lys eller langt fra skærmen sker det for alle.
    .remedy =
        Gå hen til et mørkere sted, væk fra sol og stærke lamper.
        Skru op for skærmens lysstyrke, og slå nattefarver fra.
        Hold skærmen tættere på, og se lige på den, til filmen er slut.
frames-wrong =
    .title = Det, der nåede os, er ikke en film
    .text = Billeder kom i forkert rækkefølge, for mange på én gang eller i en form, som kamerasiden ikke sender.
    .explanation = Et billede havde forkert nummer, var for stort, kom for hurtigt eller var ikke JPEG. En ustabil forbindelse eller software mellem browser og kamera kan gøre det.
    .remedy =
        Slå programmer fra, der ændrer sider eller kameraets billede.
        Indlæs siden igen, og prøv en gang til.
        Eller brug en anden enhed.
capture-suspicious =
    .title = Vi er ikke sikre på, at et kamera optog filmen
    .text = Der kan være software mellem dit kamera og os. En medarbejder ser på din registrering.
    .explanation = Browseren nævnte et virtuelt kamera, eller billederne kom med så jævne mellemrum, som intet kamera holder. Det beviser intet, så en moderator afgør det.
    .remedy =
        Du behøver ikke gøre noget nu.
        Hvis vi spørger igen, så vælg enhedens eget kamera.
liveness-unsure =
    .title = Vi er ikke sikre endnu på, at du selv er der
    .text = Filmen viste ikke nok. Lyset, bevægelsen eller kameraet kan være grunden.
    .explanation = En af de prøver, der skelner et levende menneske fra et billede, holdt ikke. Hvilken siges ikke til den, der blev filmet.
    .remedy =
        Vend dig mod lyset foran en væg uden fine mønstre.
        Hold kameraet stille i en armslængde, og bevæg hovedet og ikke telefonen.
        Brug enhedens eget kamera uden programmer, der ændrer billedet.
camera-poor =
    .title = Kameraet viste ikke ret meget
    .text = Personen gik videre med et kamera, der har få billedpunkter, giver få billeder, eller blev ved med at være mørkt eller sløret.
    .explanation = Det sagde siden om sit eget kamera. Den kan sige hvad som helst, så dette er kun en advarsel.
    .remedy = Se, om billedet viser nok til at afgøre sagen.
camera-unguided =
    .title = Taget uden vejledning
    .text = Personens browser kunne ikke køre vejledningen, og personen gik videre uden.
    .explanation = Det sagde siden om sig selv. Den kan sige hvad som helst, så dette er kun en advarsel.
    .remedy = Se, om billedet viser nok til at afgøre sagen.
liveness-other-way =
    .title = Du valgte en anden vej end videoidentifikation
    .text = Du sendte et foto i stedet for en film. En medarbejder ser på din registrering.
    .explanation = Et foto beviser ikke, at en levende person var foran kameraet, så en moderator afgør det.
    .remedy = Du behøver ikke gøre noget nu. Vi siger til, når nogen har set på det.
liveness-blocked =
    .title = Videoidentifikation holder pause
    .text = For mange forsøg lykkedes ikke. Du kan prøve igen om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.
    .explanation = Mislykkede forsøg tælles efter konto, dokument, ansigt, browser og netværk, så en ny registrering ikke begynder forfra. Hver pause er længere end den forrige og slutter af sig selv.
    .remedy =
        Vent, til tiden er gået; så kan du begynde på denne side.
        Find imens jævnt lys forfra og et sted, hvor dit ansigt fylder ovalen.
        Eller vælg en anden vej.
liveness-replaced =
    .title = Videoidentifikation er begyndt et andet sted
    .text = Et andet vindue eller en anden enhed gik videre med den, så her er den stoppet.
    .explanation = Af flere film på én gang tæller kun den, der begyndte sidst. Hver af dem er et forsøg.
    .remedy =
        Luk de andre vinduer.
        Indlæs denne side igen.
liveness-not-performed =
    .title = Det er ikke tjekket, om en levende person var der
    .text = Intet beviser, at et levende menneske var foran kameraet. Sikringsniveauet forbliver lavt.
    .explanation = Tjenesten beder ikke om dette tjek.
    .remedy = Vælg en tjeneste med dette tjek, hvor et højere niveau er nødvendigt.

## Chippen i dit dokument

chip-not-read =
    .title = Chippen blev ikke læst
    .text = Du gik videre uden chippen. Intet viser bedre, at et dokument er ægte, så uden den må et menneske måske se på det.
    .explanation = Trinnet med chippen blev sprunget over, eller ingen læsning blev færdig. Reglerne afgør, om chippen er påkrævet, foretrukket eller unødvendig.
    .remedy =
        Læs chippen alligevel, hvis du kan.
        Kan du ikke, så spørg organisationen, hvad der ellers kan lade sig gøre.
chip-signature-wrong =
    .title = Signaturen på chippen kunne ikke bekræftes
    .text = Det, der står på en chip, er underskrevet af det land, som udstedte dokumentet. På denne chip passer signaturen ikke til indholdet. Det siger intet om dig.
    .explanation = Passiv autentificering: signaturen i EF.SOD passer ikke til underskriverens certifikat, eller certifikatet er ikke underskrevet af den CSCA, det nævner. En fejl i produktionen eller filer, der er ændret undervejs, kan også være årsagen.
    .remedy =
        Brug et andet dokument.
        Har du ikke et, så spørg organisationen, hvad der ellers kan lade sig gøre.
chip-data-altered =
    .title = Chippens indhold er ikke, som det blev underskrevet
    .text = En del af oplysningerne på chippen er anderledes, end landet underskrev dem. De kan være beskadiget eller ændret, på chippen eller på vej til os.
    .explanation = Passiv autentificering: hashværdien af mindst én datagruppe afviger fra listen i EF.SOD, eller en læst gruppe står ikke på listen. Rapporten nævner grupperne.
    .remedy =
        Læs chippen igen.
        Bliver det ved, så brug et andet dokument.
chip-issuer-unknown =
    .title = Vi ved ikke, hvem der har underskrevet chippen
    .text = Certifikatet fra det land, der har lavet dokumentet, er ikke på vores liste. Derfor ser en af vores medarbejdere på det.
    .explanation = Passiv autentificering: intet CSCA-certifikat i tillidslageret har udstedt underskriverens. Ofte mangler der kun en nyere masterliste fra landet eller ICAO; driften kan importere den.
    .remedy = Du skal ikke gøre noget. Du hører fra os.
chip-signer-revoked =
    .title = Certifikatet bag chippen er trukket tilbage
    .text = Landet har trukket den nøgle tilbage, som chippen er underskrevet med. Dokumenter med den nøgle tæller ikke mere her. Det behøver ikke have noget med dig at gøre.
    .explanation = Serienummeret på underskriveren eller på en CSCA over den står på landets CRL. Én underskriver står bag tusindvis af dokumenter; nøgler trækkes også tilbage efter fejl i produktionen.
    .remedy =
        Brug et andet dokument.
        Spørg den myndighed, der udstedte dette, om det kan skiftes ud.
chip-signer-expired =
    .title = Certifikatet bag chippen er udløbet
    .text = Den nøgle, som landet underskrev chippen med, kunne bruges til en dato, der er passeret.
    .explanation = Underskriveren eller en CSCA over den er uden for sin periode. En chip bærer intet pålideligt tidspunkt for underskriften, så det er tidspunktet for læsningen, der tæller. Lande lader som regel en underskriver gælde længere end dens dokumenter.
    .remedy =
        Brug et andet dokument.
        Har du ikke et, så spørg organisationen, hvad der ellers kan lade sig gøre.
chip-copied =
    .title = Chippen kunne ikke bevise, at den er originalen
    .text = En ægte chip svarer på et spørgsmål med en nøgle, som den aldrig giver fra sig. Der kom intet svar, der passer. Måske er chippen i stykker, eller den er ikke landets egen. Det siger intet om dig.
    .explanation = Aktiv autentificering, chipautentificering eller PACE-CAM mislykkedes: svaret passer ikke til den offentlige nøgle i DG15 eller DG14, som landet har underskrevet. En kopi har filerne, men ikke den private nøgle. En chip, der er i stykker, kan se ud på samme måde.
    .remedy =
        Læs chippen igen, helst med en anden telefon eller læser.
        Bliver det ved, så brug et andet dokument.
chip-proof-missing =
    .title = Chippen viste ikke sit bevis
    .text = Chippen i dette dokument har en nøgle, der kan bevise, at den er originalen, men beviset nåede ikke frem til os.
    .explanation = Den underskrevne liste nævner DG14 eller DG15, så chippen kan chipautentificering eller aktiv autentificering. Alligevel blev gruppen ikke læst, eller der blev ikke bedt om beviset. En læser, der springer det over, tabt kontakt og en kopi kan ikke skelnes her.
    .remedy =
        Læs chippen igen, og hold alt stille, til det er færdigt.
        Hjælper det ikke, så prøv en anden telefon eller læser.
chip-not-proven =
    .title = Oplysningerne er ægte, men oprindelsen er ikke bevist
    .text = Landet har underskrevet det, vi læste. At det kommer fra den originale chip og ikke fra en kopi, kunne ikke bevises.
    .explanation = Bevisklasse C: passiv autentificering lykkedes, uden aktiv autentificering eller chipautentificering. Ældre chips har ingen egen nøgle, og nogle apps beder ikke om beviset. Reglerne afgør, hvor meget det tæller.
    .remedy = Du skal ikke gøre noget. Har vi brug for mere, står det her.
chip-differs =
    .title = Chippen siger noget andet end det trykte
    .text = Der står noget andet på chippen, end der er trykt på dokumentet. Måske har vi læst det trykte forkert.
    .explanation = DG1 og DG11 er sammenlignet med den maskinlæsbare zone og felterne. Chippen fra et andet dokument, et fejllæst tegn eller en ændret side kan være årsagen.
    .remedy =
        Se efter, at du læste chippen i det dokument, du fotograferede.
        Fotografér dokumentet igen uden genskin.
chip-portrait-unreadable =
    .title = Fotoet på chippen kunne ikke åbnes
    .text = Fotoet på chippen er beskadiget eller af en slags, vi ikke kender. Resten af chippen blev læst.
    .explanation = DG2 rummer intet billede, der kan afkodes. ISO 19794-5 og 39794-5 med JPEG og JPEG 2000 kendes, op til en vis størrelse. Det trykte portræt kan sammenlignes i stedet.
    .remedy = Du skal ikke gøre noget. Har vi brug for dig, står det her.
chip-portrait-differs =
    .title = Fotoet på chippen ligner ikke det trykte
    .text = Vi sammenlignede fotoet på chippen med det, der er trykt på dokumentet, og de er for forskellige. Genskin eller uskarphed på vores billede kan være grunden.
    .explanation = Den målte afstand mellem de to ansigter ligger over reglernes grænse. Som regel er begge taget på samme tid. Chippen fra et andet dokument, et dårligt billede af siden eller et ændret foto kan være årsagen.
    .remedy =
        Fotografér siden med dit foto igen, uden genskin.
        Se efter, at chippen hører til det samme dokument.
        Bliver det ved, så brug et andet dokument.
document-reported-lost =
    .title = Dokumentet er meldt bortkommet eller stjålet
    .text = Nummeret står i et register over bortkomne og stjålne dokumenter. Det kan det også gøre, hvis du selv meldte det og senere fandt det igen.
    .explanation = Et opslag på nummer og udstedende land fandt en melding, i registret eller på driftens egen liste. Meldinger trækkes sjældent tilbage, heller ikke når dokumentet dukker op.
    .remedy =
        Brug et andet dokument.
        Har du selv meldt det, så spørg den myndighed, der udstedte det, om det stadig gælder.
chip-not-found =
    .title = Vi har ikke fundet en chip endnu
    .text = Læseren kan ikke mærke en chip. Måske sidder den et andet sted, eller der er et omslag imellem.
    .explanation = Læseren melder ingen chip i sit felt. Ikke alle dokumenter har en: de, der har, bærer et lille tegn, et rektangel med en cirkel i.
    .remedy =
        Tag omslag og covers af dokumentet, telefonen og læseren.
        Flyt dokumentet langsomt, og vent et par sekunder hvert sted.
        Prøv også dokumentets anden side.
chip-contact-lost =
    .title = Kontakten til chippen gik tabt
    .text = Dokumentet eller læseren flyttede sig, før det hele var læst. Det, du gjorde før, er gemt.
    .explanation = Radioforbindelsen blev afbrudt midt i læsningen. Hvor protokollen tillader det, går læsningen videre, hvor den slap.
    .remedy =
        Læg dokumentet tilbage på læseren.
        Lad begge ligge, og rør dem ikke, før alle prikker er fyldt.
chip-too-slow =
    .title = Chippen svarer for langsomt
    .text = Læsningen tog længere tid, end vi kan vente. Chippen får for lidt strøm, eller forbindelsen er langsom.
    .explanation = Tiden til én kommando eller til hele læsningen var gået. Et svagt felt gør en chip langsom, og en langsom forbindelse hos læseren lægger til ved hvert svar.
    .remedy =
        Flyt dokumentet, til det ligger lige over antennen.
        Find et sted med bedre forbindelse.
        Prøv så igen, eller tag en anden læser.
chip-key-wrong =
    .title = Chippen kan ikke åbnes med disse oplysninger
    .text = En chip åbnes med nummeret og datoerne, der er trykt på dokumentet, eller med kortets adgangsnummer. Et tegn er nok anderledes.
    .explanation = BAC eller PACE mislykkedes: nøglen af dokumentnummer, fødselsdato og udløbsdato, eller af CAN, er ikke chippens. Når en zone læses, bliver O og 0, I og 1, B og 8 samt S og 5 ofte forvekslet.
    .remedy =
        Sammenlign nummeret og begge datoer med dit dokument.
        Se en ekstra gang på O og 0, I og 1, B og 8, S og 5.
        Har dit dokument et adgangsnummer til kortet, så prøv det.
chip-access-refused =
    .title = Chippen lukker os ikke ind
    .text = Chippen afviste adgangen. Nogle chips gør det i en tid, efter at andre oplysninger er prøvet.
    .explanation = Chippen svarede med en fejlkode på en kommando, der skal åbne den. Efter flere mislykkede forsøg bliver nogle chips langsommere eller vil have en anden nøgle; andre åbner kun med PACE og CAN.
    .remedy =
        Tag dokumentet af læseren, vent et minut, og læg det tilbage.
        Sammenlign nummeret og datoerne med dit dokument.
        Prøv så igen.
chip-damaged =
    .title = Chippen ser ud til at være beskadiget
    .text = Chippen svarer, men dele af den kan ikke læses. Det sker, når et dokument har været bøjet eller vådt.
    .explanation = Kommandoer mislykkes igen og igen samme sted, eller en fil er ikke bygget op, som den skal være. Signaturen er derfor ikke vurderet.
    .remedy =
        Prøv én gang til, gerne med en anden læser.
        Eller brug et andet dokument.
chip-unsupported =
    .title = Den slags chip kan vi ikke læse
    .text = Chippen svarer, men ikke som de chips i pas og identitetskort, vi kender.
    .explanation = Der er ingen eMRTD-applikation på den, eller den kræver en protokol eller parametre, vi ikke kender. Et betalingskort eller rejsekort tæt på læseren kan svare i stedet for dokumentet.
    .remedy =
        Se efter, at kun dokumentet ligger på læseren, og prøv igen.
        Brug et andet dokument, eller fortsæt uden chippen, hvis siden tilbyder det.
chip-interference =
    .title = Forbindelsen til chippen blev forstyrret
    .text = Det, der nåede frem til os, var ikke det, chippen sendte. Vi stoppede for at beskytte dine oplysninger.
    .explanation = Sikre beskeder: et svars MAC passede ikke, eller beskyttelsen manglede. Sessionen sluttede straks uden at falde tilbage på en svagere vej. En defekt læser, et andet kort i feltet eller nogen imellem kan være årsagen.
    .remedy =
        Læg andre kort væk fra læseren.
        Prøv et andet sted eller med en anden læser, som du stoler på.
chip-other-reader =
    .title = Prøv en anden telefon eller læser
    .text = Denne læser og denne chip går ikke godt sammen. Det sker, og med en anden lykkes det ofte.
    .explanation = Læsningen blev afbrudt flere gange med denne læser, selv om nøglen passede. Læsere er forskellige i feltets styrke, antennens placering og beskedernes længde.
    .remedy = Tag en anden telefon eller læser, og lav en ny kode til den.
chip-reader-gone =
    .title = Vi kan ikke høre din læser mere
    .text = Forbindelsen mellem din læser og vores server blev afbrudt. Det, der er læst, gemmes lidt endnu.
    .explanation = WebSocket-forbindelsen lukkede, eller der kom intet for længe. I kort tid kan læseren genoptage læsningen, og det gør den af sig selv.
    .remedy =
        Se efter, om læserens program kører og er på internettet.
        Kommer læseren ikke tilbage, så lav en ny kode.
chip-reader-refused =
    .title = Der blev sagt nej ved læseren
    .text = På læserens skærm blev det afvist, så vi stoppede. Der er ikke læst noget.
    .explanation = Den, der sad ved læseren, bekræftede ikke tallet. Koden er dermed brugt.
    .remedy =
        Var det en smutter, så begynd igen med en ny kode.
        Ved du ikke, hvis læser det er, så stop, og sig det til organisationen.
chip-interrupted =
    .title = Læsningen blev afbrudt hos os
    .text = Vores server startede på ny, mens din chip blev læst. De trin, du har klaret, er gemt.
    .explanation = Nøglerne til en læsning findes kun i hukommelsen og forsvinder med processen. Det, der er halvt læst, bliver ikke gemt.
    .remedy = Begynd læsningen igen med en ny kode.
chip-closed =
    .title = Denne læsning er slut
    .text = Den blev afsluttet på siden: af personen selv, eller fordi chippen blev læst eller sprunget over på en anden måde.
    .explanation = En læsning slutter, når siden stopper den, laver en ny kode, går videre uden chippen eller får chippens filer fra en anden læser.
    .remedy =
        Se på siden: den viser, hvordan det går videre.
        Beder den om chippen, så lav en ny kode dér.
chip-code-wrong =
    .title = Vi kender ikke denne kode
    .text = Et tegn er skrevet anderledes, eller en læser har allerede brugt koden. Hver kode virker én gang.
    .explanation = Ingen åben parring har denne kode. Den kan også høre til en anden server.
    .remedy =
        Sammenlign koden med den på siden.
        Er den brugt, så lav en ny dér.
chip-code-expired =
    .title = Koden er udløbet
    .text = En kode til læseren virker i { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }. Intet af det, du gjorde, er tabt.
    .explanation = Koden lever kort, så ingen kan bruge den senere.
    .remedy = Lav en ny kode på siden, og skriv den ved læseren.
chip-too-many-codes =
    .title = Det er koder nok for nu
    .text = For at beskytte dig kan der kun laves eller prøves nogle få koder på kort tid.
    .explanation = Grænsen forhindrer, at nogen gætter koder.
    .remedy = Vent nogle minutter, og prøv så igen.
chip-reader-busy =
    .title = En anden læser er allerede forbundet
    .text = Kun én læser ad gangen kan læse for dig, og der er allerede en.
    .explanation = En parring hører til den første læser, der brugte koden. Var det ikke personens egen, bliver den lukket ude, når læsningen stoppes på siden.
    .remedy =
        Fortsæt med den læser.
        Eller stop læsningen på siden, og lav en ny kode.
chip-number-differs =
    .title = De to skærme viser forskellige tal
    .text = Så er din side måske forbundet med en andens læser. Vi stoppede, før der blev læst noget.
    .explanation = I én parring viser siden og læseren det samme tal. En kode med et andet tegn fører hertil, og det gør også en, der prøver at skyde en anden læser ind.
    .remedy =
        Gå ikke videre med denne kode.
        Luk læserens program, og lav en ny kode.
        Har en, du ikke kender, bedt dig om dette? Så stop, og sig det til organisationen.
chip-files-unreadable =
    .title = Chippens filer kan ikke læses
    .text = De afleverede filer er ikke fra et dokuments chip, er skåret af eller er ikke base64.
    .explanation = Datagrupper ventes ved navn, som base64 i JSON, hele og med tag og længde. EF.SOD skal være med. “errors” har en JSON-pointer for hver fil.
    .remedy =
        Ret de filer, som “errors” nævner.
        Aflever bytene, som chippen gav dem.
chip-files-not-accepted =
    .title = Filer fra andre læsere tages ikke imod her
    .text = Tjenestens politik tror kun på chips, som vores server selv aflæser.
    .explanation = Den, der afleverer filer, skal kunne betros ikke at forveksle personer, så en politik skal tillade det: dér er “foreign_readers” true. En session beholder den politik, den begyndte med.
    .remedy =
        Lad personen aflæse chippen på siden i stedet.
        Eller bed driften om en politik, der tillader fremmede læsere, og åbn en ny session.
chip-not-expected =
    .title = Sessionen spørger ikke efter chippen nu
    .text = Filer og challenges tages imod, mens det er chippens tur: efter at billedet af dokumentet er læst, og indtil chippen er det.
    .explanation = Måske har tjenesten ikke trinet “chip”, måske er dokumentet ikke læst endnu, eller nogen var hurtigere: personen gik videre uden chippen, eller en anden læser blev først færdig.
    .remedy =
        Læs sessionen. Kræver den input, så prøv igen om nogle sekunder.
        Er chiptrinet færdigt, er der ikke mere at gøre.
chip-challenge-unknown =
    .title = Denne challenge er ikke åben for sessionen
    .text = Den er brugt, udløbet, erstattet af en nyere eller hører til en anden session. Intet blev taget imod.
    .explanation = En challenge trækkes til én session og virker én gang i ti minutter. En signatur over et andet tal beviser intet: den kan være optaget tidligere.
    .remedy =
        Bed om en ny challenge.
        Lad chippen underskrive den, og aflever filerne igen.
        Eller udelad challenge og signatur: så tæller filerne som klasse C.
chip-key-malformed =
    .title = Ingen chip kan åbnes med dette
    .text = Et dokumentnummer har bogstaver og cifre, en dato har dag, måned og år, og kortets adgangsnummer har seks cifre.
    .explanation = Det indtastede kan ikke være del af en nøgle: et andet tegn end A til Z og 0 til 9, en dato, der ikke findes, eller et CAN, der ikke har seks cifre.
    .remedy =
        Skriv nummeret og datoerne, som de står i dit dokument.
        Eller skriv de seks cifre i kortets adgangsnummer.

## Hvordan det endte

consent-declined =
    .title = Du sagde nej, så vi stopper her
    .text = Uden dit samtykke må vi ikke se på dit dokument eller dit ansigt. Vi har ikke gemt noget.
    .explanation = Samtykke er første trin. Organisationen får at vide, at registreringen ikke blev afsluttet.
    .remedy =
        Skifter du mening, så gå tilbage og giv samtykke.
        Spørg ellers organisationen om en anden måde.
as-expected =
    .title = Som forventet
    .text = Kontrollen fandt intet at bemærke.
    .explanation = Den målte værdi ligger på den rigtige side af grænsen.
    .remedy = Der skal ikke gøres noget.
check-unavailable =
    .title = En kontrol kunne ikke foretages
    .text = En af vores kontroller virkede ikke lige nu. Det siger intet om dig eller dit dokument.
    .explanation = En kontrol stoppede af en teknisk årsag. Den bliver prøvet igen; ellers afgør en moderator det.
    .remedy = Du skal ikke gøre noget. Har vi brug for dig, står det her.
handed-over =
    .title = En anden enhed gik videre
    .text = Personen gik videre på en anden enhed end den, det begyndte på. Den kan have været en andens.
    .explanation = Man kan lokkes til at bevise sig for en anden med et link og et tal, man får fortalt. Resultatet kommer så hjem på den enhed, som lokkede.
    .remedy = Sammenlign de bekræftede oplysninger med det, man ved om kunden.

moderator-decision =
    .title = Et menneske har afgjort det
    .text = En moderator så på materialet og traf afgørelsen.
    .explanation = Moderatorens begrundelse er gemt i registreringens historik.
    .remedy = Se begrundelsen i historikken.
sandbox-sample =
    .title = En prøve afgjorde det
    .text = Dette er testtilstand: et prøvedokument bestemte udfaldet, ikke en kontrol.
    .explanation = Prøver fører til det udfald, de er opkaldt efter. De virker ikke uden for testtilstand.
    .remedy = Brug en live-nøgle til at kontrollere rigtige dokumenter.
registration-rejected =
    .title = Vi kunne ikke bekræfte, hvem du er
    .text = Vi har set på det, du sendte, og kan ikke bekræfte din identitet med det.
    .explanation = Afgørelsen er endelig for denne registrering. Fundene siger hvorfor; organisationen kan se dem.
    .remedy =
        Spørg organisationen om en anden måde at bevise, hvem du er.
        Tror du, det er en fejl, så fortæl dem det, og oplys koden herunder.
too-many-attempts =
    .title = Du har brugt alle dine forsøg
    .text = For at beskytte dig mod misbrug er der kun et vist antal forsøg.
    .explanation = Tjenesten bestemmer, hvor ofte et trin må gentages.
    .remedy = Spørg organisationen om et nyt link eller en anden måde.
registration-expired =
    .title = Tiden til dette er gået
    .text = Linket kunne bruges i en begrænset tid, og den er gået. Det, du sendte, bliver slettet.
    .explanation = Organisationen bestemmer, hvor længe en registrering er åben.
    .remedy = Gå tilbage til organisationen, og bed om et nyt link.
registration-canceled =
    .title = Dette blev annulleret
    .text = Du eller organisationen har stoppet det. Der bliver ikke kontrolleret mere.
    .explanation = En annulleret registrering kan ikke åbnes igen.
    .remedy = Vil du stadig bevise, hvem du er, så bed organisationen om et nyt link.
registration-erased =
    .title = Dine oplysninger er slettet
    .text = Det, du sendte, er slettet og kan ikke hentes tilbage.
    .explanation = Organisationen bad om det, eller opbevaringstiden var gået. Kun en optegnelse uden personoplysninger er tilbage.
    .remedy = Skal du igen bevise, hvem du er, så bed organisationen om et nyt link.
step-already-done =
    .title = Du har allerede klaret dette trin
    .text = Det er sendt før, måske fra en anden fane eller ved et dobbeltklik. Det tæller én gang.
    .explanation = Et trin, der er klaret, gøres ikke to gange. Brug “Ret” på siden med dine svar for at ændre et.
    .remedy = Fortsæt med næste trin.
step-not-open =
    .title = Et andet trin kommer først
    .text = Dette trin kan ikke gøres endnu eller ikke længere.
    .explanation = Hvert trin siger, hvad der skal gøres før det. Ofte er noget sendt fra en gammel side.
    .remedy = Fortsæt med det trin, vi viser dig.

## Fortsæt på din telefon

handover-link-expired =
    .title = Dette link er udløbet
    .text = Links til at fortsætte på en anden enhed virker i { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }. Intet af det, du gjorde, er tabt.
    .explanation = Linket lever kort, så ingen kan bruge det senere.
    .remedy = Lav et nyt link på den enhed, hvor du begyndte.
handover-link-used =
    .title = Dette link er allerede brugt
    .text = Et link til at fortsætte på en anden enhed virker én gang.
    .explanation = Har personen ikke selv åbnet det, kan en anden have gjort det. Et nyt link lukker den anden enhed ude.
    .remedy =
        Fortsæt på den enhed, der åbnede linket.
        Eller lav et nyt link på den enhed, hvor du begyndte.
handover-number-wrong =
    .title = Det er et andet tal
    .text = Tallet passer ikke med det på din første skærm.
    .explanation = Tallet beviser, at begge enheder er hos samme person.
    .remedy = Se på din første skærm, og vælg det tal, der står der.
handover-too-many-tries =
    .title = Tallet passede ikke for mange gange
    .text = For at beskytte dig virker linket ikke længere.
    .explanation = Efter flere andre tal trækkes linket tilbage, da nogen kunne gætte.
    .remedy = Lav et nyt link på den enhed, hvor du begyndte.
handover-too-many-sends =
    .title = Vi har sendt nok links for nu
    .text = Et link kan sendes { $sends } gange på { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }. Det sidste er måske stadig på vej.
    .explanation = Grænsen forhindrer, at nogen oversvømmer en telefon eller postkasse med beskeder.
    .remedy =
        Se i dine beskeder, også i mappen med uønsket post.
        Vent lidt, eller scan QR-koden i stedet.
handover-recipient-full =
    .title = Telefonen eller postkassen har fået nok beskeder
    .text = Ingen får sendt mere end { $sends } links på { $hours ->
        [one] { $hours } time
       *[other] { $hours } timer
    }, uanset hvem der beder om dem.
    .explanation = Grænsen gælder modtageren på tværs af alle registreringer, så vores beskeder ikke kan bruges til at genere nogen.
    .remedy =
        Scan QR-koden, eller kopiér linket til din telefon.
        Eller fortsæt på denne enhed.
handover-loopback =
    .title = En telefon kan ikke nå denne adresse
    .text = Serveren svarer kun på den computer, den kører på, så et link eller en QR-kode ville ikke virke på din telefon.
    .explanation = Den indstillede adresse er en loopback-adresse. Sæt en ekstern adresse, som telefoner kan nå.
    .remedy = Fortsæt på denne enhed.
handover-address-malformed =
    .title = Vi kan ikke sende noget hertil
    .text = Det ligner ikke et telefonnummer eller en e-mailadresse.
    .explanation = Telefonnumre skal have landekode, for eksempel +45 eller +7.
    .remedy = Se nummeret eller adressen efter, og ret det.
handover-send-failed =
    .title = Linket kunne ikke sendes
    .text = Beskeden kunne ikke afleveres. Måske er adressen eller nummeret forkert, eller også virker vores beskedtjeneste ikke lige nu.
    .explanation = Forbindelsen til mail eller sms afviste eller svarede ikke. Loggen siger hvilken.
    .remedy =
        Tjek adressen eller nummeret, eller send linket et andet sted hen.
        Scan QR-koden i stedet.
        Eller prøv igen om et minut.
handover-taken-back =
    .title = Vis dokumentet en gang til
    .text = Du fortsatte på en anden enhed og kom tilbage. Det, du gav dér, tæller ikke længere, så vi beder om det igen her.
    .explanation = To enheder kan være hos to personer. Derfor bruges intet fra den ene på den anden: Billederne fra den enhed, der blev forladt, tæller ikke mere.
    .remedy = Fotografér dokumentet på denne enhed.
continued-elsewhere =
    .title = Du fortsatte på en anden enhed
    .text = En anden enhed eller fane har dette åbent nu. Det, du gør dér, ses her.
    .explanation = Kun én enhed ad gangen kan ændre en registrering, så svar ikke blandes sammen.
    .remedy =
        Fortsæt på den anden enhed.
        Eller vælg “Fortsæt” for at gå videre her.

## Links og sessioner

session-ending-soon =
    .title = Har du brug for mere tid?
    .text = Tiden til dette er gået om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }. Derefter skal du have et nyt link.
    .explanation = En registrering er åben i begrænset tid. Personen kan udskyde slutningen op til den længste tid, som reglerne tillader.
    .remedy = Vælg “Jeg har brug for mere tid” for at fortsætte.
session-last-minutes =
    .title = Tiden er snart gået
    .text = Tiden til dette er gået om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }. Den kan ikke forlænges mere.
    .explanation = Reglerne fastsætter, hvor længe en registrering højst kan være åben, uanset hvor ofte der bedes om mere tid.
    .remedy =
        Gør det færdigt nu, hvis du kan.
        Bed ellers organisationen om et nyt link.
session-ended =
    .title = Dette er ikke åbent i denne browser
    .text = Du var væk længe, du fortsatte på en anden enhed, eller browserens data er slettet.
    .explanation = Cookien mangler, er udløbet eller trukket tilbage.
    .remedy =
        Fortsæt i den browser eller på den enhed, hvor du begyndte.
        Eller åbn organisationens link. Virker det ikke mere, så bed om et nyt.
link-unknown =
    .title = Dette link fører ingen steder hen
    .text = Måske mangler en del af linket, eller det er for gammelt.
    .explanation = Hemmeligheden i linket hører ikke til en åben registrering. Mailprogrammer klipper af og til lange links over.
    .remedy =
        Kopiér hele linket fra beskeden.
        Eller bed organisationen om et nyt.
link-used =
    .title = Dette link er allerede åbnet
    .text = Et startlink virker én gang, og det blev åbnet i en anden browser eller på en anden enhed.
    .explanation = Engangshemmeligheden er indløst. Var det ikke personen selv, bør organisationen have det at vide.
    .remedy =
        Fortsæt i den browser, hvor du åbnede det først.
        Eller bed organisationen om et nyt link.
other-browser =
    .title = Du begyndte i en anden browser
    .text = For at beskytte dig mod links fra fremmede skal det slutte i den browser, hvor det begyndte.
    .explanation = Resultatet overdrages kun i den browser, der begyndte registreringen. Den, der har fået en andens link, stopper her.
    .remedy =
        Gå tilbage til den browser eller enhed, hvor du begyndte.
        Fik du linket af en, du ikke kender? Så stop, og fortæl det til organisationen.
form-expired =
    .title = Siden har været åben for længe
    .text = Vi kunne ikke være sikre på, at dette kom fra din side, så intet er ændret.
    .explanation = Mærket mod forfalskede henvendelser mangler eller er gammelt. Det kan også være, at en anden side prøvede at sende formularen.
    .remedy = Indlæs siden igen, og send en gang til.
cookies-blocked =
    .title = Din browser blokerer cookies
    .text = Vi skal bruge én cookie for at vide, at det stadig er dig. Vi følger dig ikke med den.
    .explanation = Uden sessionens cookie kan intet trin gemmes. Strenge privatlivsindstillinger kan blokere den.
    .remedy =
        Tillad cookies for siden, og indlæs den igen.
        Eller brug en anden browser eller enhed.

## Udfyldning af en side

field-required =
    .title = Noget er ikke udfyldt endnu
    .text = Vi skal have et svar her for at komme videre.
    .explanation = Feltet skal udfyldes.
    .remedy = Udfyld feltet.
choice-required =
    .title = Der er ikke valgt noget endnu
    .text = Vælg en af mulighederne for at komme videre.
    .explanation = En af mulighederne skal vælges.
    .remedy = Vælg en af mulighederne.
field-too-long =
    .title = Det er for langt
    .text = Her er plads til { $characters ->
        [one] { $characters } tegn
       *[other] { $characters } tegn
    }.
    .explanation = Grænsen følger den længste værdi, et dokument kan rumme.
    .remedy = Gør det kortere. Skriv navne, som de står i dit dokument.
field-characters =
    .title = Nogle tegn kan ikke bruges her
    .text = Der er et tegn, som ikke hører til i den slags svar.
    .explanation = Styretegn og tegn, som intet dokument bruger, afvises. Bogstaver fra alle skrifter er velkomne i navne.
    .remedy = Skriv det, som det står i dit dokument.
field-date =
    .title = Vi forstår ikke denne dato
    .text = En dato har dag, måned og år, for eksempel 27 3 1985.
    .explanation = Datoen findes ikke i kalenderen, eller en del mangler.
    .remedy = Se dag, måned og år efter.

## Programmeringsgrænsefladen

unauthorized =
    .title = API-nøglen mangler eller er ukendt
    .text = Kaldet har ingen nøgle, vi kender, eller nøglen er trukket tilbage.
    .explanation = Nøgler hører til i headeren “Authorization: Bearer …”. Hvilken af grundene der gælder, siges ikke.
    .remedy =
        Send en nøgle til denne server i headeren Authorization.
        Lav en ny nøgle, hvis din er trukket tilbage.
insufficient-scope =
    .title = API-nøglen må ikke dette
    .text = Nøglen er kendt, men mangler det scope, som operationen kræver.
    .explanation = Dokumentationen nævner scope for hver operation.
    .remedy = Brug en nøgle med det scope, som “detail” nævner.
not-found =
    .title = Objektet findes ikke
    .text = Der findes intet objekt på denne adresse for din organisation.
    .explanation = Objekter fra andre organisationer og fra den anden tilstand (test eller live) ser ud som ingen.
    .remedy =
        Se id og præfiks efter.
        Se efter, om nøglen har den tilstand, objektet blev lavet i.
method-not-allowed =
    .title = Metoden virker ikke her
    .text = Adressen findes, men ikke med denne HTTP-metode.
    .explanation = Svarets header Allow nævner metoderne.
    .remedy = Brug en af metoderne i headeren Allow.
not-acceptable =
    .title = Vi kan ikke svare i det format
    .text = Headeren Accept nævner kun formater, som adressen ikke tilbyder.
    .explanation = API'et svarer med application/json og application/problem+json.
    .remedy = Acceptér application/json.
malformed-request =
    .title = Kaldet kunne ikke forstås
    .text = En parameter i stien eller forespørgslen, eller en header, har ikke den ventede form.
    .explanation = “errors” nævner hver parameter, og hvad der ventes.
    .remedy = Ret de parametre, som “errors” nævner.
malformed-body =
    .title = Kroppen er ikke JSON
    .text = Kaldets krop kunne ikke læses som JSON.
    .explanation = “detail” nævner linje og kolonne. Kroppen skal være UTF-8 og én JSON-værdi.
    .remedy = Send et velformet JSON-objekt.
validation-failed =
    .title = Nogle felter blev ikke godtaget
    .text = Kroppen er JSON, men nogle af værdierne er ikke, som de skal være.
    .explanation = “errors” har en JSON-pointer og en grund for hvert felt.
    .remedy = Ret de felter, som “errors” nævner.
unknown-field =
    .title = Kroppen har et felt, vi ikke kender
    .text = Felter, der ikke findes, afvises, så en tastefejl ikke går ubemærket hen.
    .explanation = “errors” har en JSON-pointer for hvert af dem.
    .remedy = Ret eller udelad de felter, som “errors” nævner.
body-too-large =
    .title = Kroppen er for stor
    .text = Et kald må højst fylde { $kilobytes } kB her.
    .explanation = Større kroppe afvises, før de er læst til ende.
    .remedy = Send mindre, for eksempel færre metadata.
unsupported-media-type =
    .title = Kroppen har en type, vi ikke læser
    .text = Headeren Content-Type nævner en type, som operationen ikke læser.
    .explanation = API'et læser application/json.
    .remedy = Send headeren “Content-Type: application/json”.
idempotency-key-malformed =
    .title = Idempotensnøglen kan ikke bruges
    .text = En Idempotency-Key har 1 til { $characters } synlige ASCII-tegn.
    .explanation = Et tilfældigt UUID er et godt valg.
    .remedy = Send en ny tilfældig nøgle for hver ny operation.
idempotency-key-reused =
    .title = Idempotensnøglen er brugt til en anden krop
    .text = Samme nøgle kom før med en anden krop, så intet blev gjort.
    .explanation = En nøgle hører til API-nøglen og den første krops hash. Gentagelser skal være ens byte for byte.
    .remedy =
        Send den første krop uændret for at gentage.
        Send en ny nøgle til noget nyt.
idempotency-in-progress =
    .title = Det første kald er stadig i gang
    .text = Et kald med samme idempotensnøgle er ikke færdigt endnu.
    .explanation = Resultatet af det første kald gives også til gentagelser.
    .remedy = Gentag det samme kald efter tiden i headeren Retry-After.
state-conflict =
    .title = Objektets tilstand tillader ikke dette
    .text = Operationen findes, men ikke i den tilstand, objektet er i nu.
    .explanation = “detail” nævner tilstanden. Dokumentationen siger, i hvilke tilstande hver operation virker.
    .remedy = Læs objektet, og handl efter dets tilstand.
concurrent-change =
    .title = Noget andet ændrede objektet netop nu
    .text = To ændringer mødtes, og din blev ikke lavet.
    .explanation = Objekter har versioner; en ændring lykkes kun på den version, den har set.
    .remedy = Læs objektet, og gentag ændringen, hvis den stadig ønskes.
rate-limited =
    .title = For mange kald
    .text = Du har sendt mere end tilladt. Vent { $seconds ->
        [one] { $seconds } sekund
       *[other] { $seconds } sekunder
    }.
    .explanation = Grænser tælles pr. nøgle og pr. adresse. Headeren Retry-After siger, hvornår man kan fortsætte.
    .remedy = Vent tiden i headeren Retry-After, og gentag kaldet.
limit-reached =
    .title = Der kan ikke være flere af dem
    .text = Din organisation har så mange, som den må have.
    .explanation = “detail” nævner grænsen.
    .remedy = Fjern en, der ikke længere er brug for.
cursor-unknown =
    .title = Markøren er ikke en af vores
    .text = Markøren er ændret eller hører til en anden liste eller andre filtre.
    .explanation = En markør gælder kun for den liste, de filtre og den nøgle, den kom fra.
    .remedy = Begynd ved første side, eller brug next_cursor uændret.
service-unknown =
    .title = Tjenesten findes ikke
    .text = Din organisation har ingen tjeneste med dette id.
    .explanation = Tjenester sættes op af driften. En lukket tjeneste kan ikke bruges til nye sessioner.
    .remedy = Brug id for en af dine tjenester.
return-url-not-allowed =
    .title = Returadressen er ikke på din liste
    .text = Folk må kun sendes tilbage til adresser, som din organisation har opgivet.
    .explanation = Skema, vært, port og sti sammenlignes. Det hindrer andre i at sende folk til deres egen adresse.
    .remedy = Brug en adresse fra listen, eller føj denne til.
webhook-target-refused =
    .title = Dertil må vi ikke sende webhooks
    .text = Adressen er privat, lokal, ikke https, eller navnet kan ikke slås op.
    .explanation = Kald til interne net afvises, medmindre driften tillader dem, så serveren ikke kan bruges til at nå dem.
    .remedy =
        Brug en offentlig https-adresse.
        Eller bed driften tillade dette net.
client-secret-unknown =
    .title = Klienthemmeligheden åbner ikke noget
    .text = Hemmeligheden er ukendt, brugt eller udløbet.
    .explanation = En klienthemmelighed virker én gang, for én session.
    .remedy = Lav en ny session, og giv hemmeligheden til én browser.
result-code-unknown =
    .title = Resultatkoden åbner ikke noget
    .text = Koden er ukendt, brugt, udløbet eller hører til en anden browser.
    .explanation = Koden gives ved tilbagekomst, virker én gang og kort, og kun for den session, den hører til.
    .remedy =
        Indløs koden én gang, straks efter tilbagekomst.
        Læs ellers sessionen ved dens id; regn personen som ikke vendt tilbage.
test-mode-only =
    .title = Dette virker kun i testtilstand
    .text = Operationen hører til sandkassen, og nøglen eller objektet er live.
    .explanation = Hvert objekt siger i livemode, hvor det hører til.
    .remedy = Brug en nøgle til testtilstand.
loopback-only =
    .title = Dette virker kun på selve serveren
    .text = Postkassesiden, demonøglen og prøverne virker kun på en loopback-adresse.
    .explanation = De er til at prøve ting af og ville være et hul i en server, andre kan nå.
    .remedy = Åbn det på den maskine, serveren kører på.
storage-full =
    .title = Der er ikke plads til at gemme dette
    .text = Serverens disk eller objektlager er fuldt. Intet blev gemt.
    .explanation = Intet, der er bekræftet, er tabt. Driften skal skaffe plads.
    .remedy =
        Prøv igen senere.
        Driver du serveren, så skaf plads på dens lager.
database-unavailable =
    .title = Databasen svarer ikke
    .text = Serveren kan ikke nå sin database lige nu. Intet blev gemt. Prøv igen om { $seconds ->
        [one] { $seconds } sekund
       *[other] { $seconds } sekunder
    }.
    .explanation = Databasen er nede, låst eller har ikke flere forbindelser.
    .remedy = Gentag det samme kald efter tiden i headeren Retry-After.
object-erased =
    .title = Objektets data er slettet
    .text = Sessionen findes, men dens persondata og beviser er slettet.
    .explanation = Den blev redigeret, eller opbevaringstiden var gået. Skelettet til revision bliver.
    .remedy = Data kan ikke hentes tilbage. Lav en ny session, hvis det er nødvendigt.

## Sagsbehandling

review-empty =
    .title = Der er ingen sager til dig
    .text = Alle sager er afgjort eller hos en anden.
    .explanation = Sager deles ud; man kan ikke selv vælge dem.
    .remedy = Indlæs siden igen senere.
review-taken =
    .title = En kollega har denne sag
    .text = Sagen gik til en anden, mens du havde den åben.
    .explanation = En sag, der ikke afgøres i tide, går tilbage og deles ud igen.
    .remedy = Gå videre til din næste sag.
review-not-assigned =
    .title = Denne sag er ikke givet til dig
    .text = Kun den moderator, en sag er givet til, kan åbne den.
    .explanation = Det hindrer, at nogen vælger sager om folk, de kender. Forsøget er noteret.
    .remedy = Gå til din egen sag.
review-settled =
    .title = Sagen er allerede afgjort
    .text = Der kom en afgørelse før din. Din blev ikke brugt.
    .explanation = Den første afgørelse tæller. Historikken viser, hvem der traf den.
    .remedy = Gå videre til din næste sag.
review-reason-required =
    .title = Der skal en begrundelse til
    .text = Hver afgørelse skal begrundes med dine egne ord, så andre kan forstå den.
    .explanation = Begrundelsen gemmes i registreringens historik.
    .remedy = Skriv, hvad du så, og hvorfor du afgør det sådan.
evidence-gone =
    .title = Dette bevis findes ikke længere
    .text = Det er slettet, fordi opbevaringstiden var gået, eller nogen bad om det.
    .explanation = Nøglen er ødelagt. Det, der blev fundet, står stadig i rapporten.
    .remedy = Afgør efter de fund, der er tilbage, eller send sagen tilbage.

trust-not-allowed =
    .title = Du må ikke ændre, hvem denne installation tror på
    .text = Staters certifikater afgør, hvilke paschips der bliver troet. Kun operatører med den opgave må ændre dem.
    .explanation = Din konto har ingen rettighed til tillidslageret.
    .remedy = Bed den, der driver installationen, om at give dig rettigheden.
trust-upload-gone =
    .title = Filen venter ikke længere
    .text = En uploadet fil venter en time på bekræftelse, og en nyere tager dens plads.
    .explanation = Filen er fjernet. Intet er ændret.
    .remedy = Upload filen igen.

trust-fingerprint =
    .title = Det er ikke et fingeraftryk
    .text = Et SHA-256-fingeraftryk har 64 cifre og bogstaver fra a til f.
    .explanation = Mellemrum og koloner imellem betyder ikke noget.
    .remedy = Kopiér hele fingeraftrykket, eller vælg certifikatets fil.

trust-file-missing =
    .title = Formularen kom uden fil
    .text = Vi skal bruge en fil med certifikater eller lister på højst 16 megabyte.
    .explanation = Den manglede, var tom eller større end det.
    .remedy = Vælg filen og send den igen. Importér større filer på kommandolinjen.

## Log ind for at arbejde her

passkey-failed =
    .title = Adgangsnøglen blev ikke godtaget
    .text = Vi kender ikke adgangsnøglen, eller dens svar passede ikke til vores spørgsmål.
    .explanation = Adgangsnøglen kan høre til en anden adresse eller konto eller være fjernet.
    .remedy =
        Prøv igen med adgangsnøglen til denne server.
        Er den fjernet, så bed driften om et nyt link.
passkey-canceled =
    .title = Adgangsnøglen blev ikke brugt
    .text = Vinduet til adgangsnøglen blev lukket, eller det tog for lang tid.
    .explanation = Browseren siger ikke, hvad af det der skete.
    .remedy = Vælg “Prøv igen”, og gør det, din enhed beder om.
passkey-unsupported =
    .title = Browseren kan ikke bruge adgangsnøgler
    .text = Her logger man ind med en adgangsnøgle, og den mulighed har browseren ikke.
    .explanation = Adgangsnøgler kræver en nyere browser og en sikker adresse (https eller localhost).
    .remedy = Brug en nyere browser eller en anden enhed.
operator-link-expired =
    .title = Opsætningslinket er udløbet
    .text = Links til at sætte en adgangsnøgle op virker én gang og kort.
    .explanation = Den, der driver serveren, laver et nyt på kommandolinjen.
    .remedy = Bed om et nyt link.
operator-signed-out =
    .title = Din arbejdssession er slut
    .text = Du var væk et stykke tid, så din session blev afsluttet.
    .explanation = Moderatorers sessioner slutter tidligt, da de viser andres dokumenter.
    .remedy = Log ind igen for at fortsætte.
operator-too-many-tries =
    .title = For mange forsøg på at logge ind
    .text = For at beskytte din konto er login stoppet i { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.
    .explanation = Det skyldes gentagne fejl fra én adresse eller for én konto.
    .remedy = Vent, og prøv så igen.
account-signed-out =
    .title = Du er logget ud
    .text = Din session er slut, eller du er ikke logget ind endnu.
    .explanation = En session slutter efter en time uden brug, og straks når kontoen spærres, eller adgangskoden ændres.
    .remedy = Log ind igen.
account-flow-ended =
    .title = Begynd venligst forfra
    .text = Det, du var i gang med her, er slut eller allerede færdigt.
    .explanation = At oprette en konto og at vælge en ny adgangskode må tage et døgn. Derefter glemmer vi, hvad der blev skrevet.
    .remedy = Begynd forfra. Har du allerede en konto, så log ind.
account-code-wrong =
    .title = Koden passede ikke
    .text = Det er ikke den kode, vi sendte sidst, den er for gammel, eller den er prøvet for mange gange.
    .explanation = Hver ny kode erstatter den forrige, og efter nogle forkerte forsøg er en kode intet værd.
    .remedy =
        Sammenlign cifrene med den nyeste besked.
        Passer de, så bed om en ny kode.
account-too-many-sends =
    .title = Vi har sendt beskeder nok for nu
    .text = Du kan bede om en igen om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }. Den sidste besked kan stadig være på vej.
    .explanation = Grænsen hindrer, at nogen oversvømmer en telefon eller mailboks med beskeder.
    .remedy =
        Se i dine beskeder, også i mappen med spam.
        Vent lidt, før du beder om en igen.
user-id-unsuitable =
    .title = Det kan ikke være et bruger-id
    .text = Et bruger-id har { $shortest } til { $longest } tegn: bogstaver fra ét alfabet, cifre, punktummer, bindestreger og understreger.
    .explanation = Med mange cifre kunne det være et personnummer eller telefonnummer, som andre ikke skal lære af det.
    .remedy = Vælg et andet uden lange tal.
user-id-taken =
    .title = Dette bruger-id er optaget
    .text = Nogen har det eller et, der ligner.
    .explanation = Bruger-id'er, der ligner hinanden, tæller som ét, så ingen kan udgive sig for en anden.
    .remedy = Vælg et andet.
password-unsuitable =
    .title = Adgangskoden er ikke stærk nok
    .text = Brug { $shortest } til { $longest } tegn, som ingen gætter: ingen kendte adgangskoder, ingen rækker fra tastaturet, intet som andre ved om dig.
    .explanation = Adgangskoder fra lister, navne med et tal bagefter og dit eget bruger-id prøves først af den, der gætter.
    .remedy = Tag fire eller fem ord, der ikke har noget med hinanden at gøre.
sign-in-failed =
    .title = Du er ikke logget ind
    .text = Vi kender ikke navnet, eller adgangskoden er en anden.
    .explanation = For din sikkerheds skyld siger vi ikke, hvilken af de to det er.
    .remedy =
        Se på det, du skrev, også de store bogstaver.
        Har du glemt bruger-id eller adgangskode, så følg linkene under formularen.
sign-in-wait =
    .title = For mange forkerte adgangskoder
    .text = Prøv igen om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.
    .explanation = Efter flere forkerte adgangskoder i træk må alle vente, uanset om de kender koden eller ej.
    .remedy =
        Vent, eller log ind med en adgangsnøgle.
        Har du glemt adgangskoden, så vælg en ny.
password-locked =
    .title = Adgangskoden virker ikke længere
    .text = Den er ramt forkert for mange gange i træk, så der skal vælges en ny.
    .explanation = Nogen har måske gættet. Adgangsnøgler virker stadig.
    .remedy = Vælg en ny adgangskode med mail og telefon, eller log ind med en adgangsnøgle.
account-blocked =
    .title = Kontoen er spærret
    .text = Ejeren har spærret den, og ingen kan logge ind, før den åbnes igen.
    .explanation = Den åbnes ved at vælge en ny adgangskode med de koder, vi sender til mailadressen og telefonen. Adgangsnøglerne fjernes så.
    .remedy = Vælg en ny adgangskode for at åbne den igen.
account-link-ended =
    .title = Linket virker ikke længere
    .text = Det er brugt, eller det er for gammelt.
    .explanation = Linket i en besked spærrer kontoen én gang, inden for 30 dage.
    .remedy = Vil du spærre din konto nu, så log ind og spær den der.
nothing-to-keep =
    .title = Der er intet at gemme
    .text = Der er ikke bekræftet noget i denne browser, som en konto kan gemme, det er for længe siden, eller kontoen har noget mere sikkert.
    .explanation = En bekræftelse gemmes fra den enhed, hvor dokument og ansigt blev vist, inden for { $hours } timer, hvis begge blev kontrolleret. Det, der er lavet i testtilstand, gemmes aldrig.
    .remedy = Bevis din identitet igen, næste gang en tjeneste beder om det, og gem den da.
identity-of-another =
    .title = Kontoen tilhører en anden person
    .text = Kontoen har allerede en bekræftet identitet, og den, der er bekræftet nu, er en anden.
    .explanation = Vi sammenligner fødselsdato, navn, dokument og nationalt nummer. Den, der skiftede navn og dokument samtidig, kan for os ligne en anden.
    .remedy = Log ind på din egen konto, eller åbn en, og gem identiteten dér.
identity-elsewhere =
    .title = En anden konto har denne identitet
    .text = Denne bekræftelse, eller det dokument den er lavet med, hører allerede til en konto.
    .explanation = Et dokument taler kun for én konto.
    .remedy = Log ind på den konto, hvor du gemte den før.
identity-releasing =
    .title = En anden konto giver først slip på denne identitet
    .text = Den er bevist mindre sikkert dér og slippes om cirka { $hours } timer, medmindre kontoens ejer stopper det.
    .explanation = Et dokument taler kun for én konto. Den anden kontos mail og telefon har fået besked, så ingen tager en identitet i det skjulte.
    .remedy = Kom igen bagefter, bliv bekræftet igen, og gem den så. Er den anden konto din, så log ind på den.
not-recovered =
    .title = Dette åbner ikke kontoen
    .text = Det, der blev vist, er ikke nok, for tidligt eller for sent, eller ansigtet er ikke det, kontoen lærte at kende.
    .explanation = Den, der har kontoen, fik besked, hvis dokument og ansigt ikke hørte sammen.
    .remedy = Se på siden igen: den siger, hvor du er. Er kontoen din, så kontakt support.
recovery-waits =
    .title = Nogen venter allerede på denne konto
    .text = Én person ad gangen venter på en konto.
    .explanation = Den, der har kontoen, kan stoppe den, der venter.
    .remedy = Kom igen, når tiden er gået. Var det dig, så fortsæt i den browser, hvor du bad om det.
too-many-recoveries =
    .title = Det er der bedt om for ofte
    .text = Man kan bede om en konto { $times } gange på 30 dage.
    .explanation = Så prøver ingen med ét dokument igen og igen.
    .remedy = Kontakt support: nogen skal se på det sammen med dig.
app-not-yet =
    .title = Denne enhed godkender ikke endnu
    .text = Den overtager en andens plads om { $minutes } minutter. Indtil da godkender den gamle enhed.
    .explanation = Så flytter ingen en app, mens ejeren ser væk.
    .remedy = Behold den gamle enhed indtil da.
app-transfers =
    .title = Appen flytter allerede
    .text = En anden enhed er ved at overtage dens plads.
    .explanation = Én app flytter til én enhed.
    .remedy = Stop det først, hvis den skal et andet sted hen.
account-paused =
    .title = Kontoen er sat på pause
    .text = Nogen viste, at den er deres, og venter på adgang. Indtil da stoler ingen tjeneste på den.
    .explanation = Kontoens mailadresse og telefon fik besked og kan stoppe det.
    .remedy = Er det ikke dig, så stop det på din kontos side.
authorization-refused =
    .title = Vi kan ikke føre dig videre
    .text = Siden, der sendte dig hertil, bad om noget, som vi ikke gør for den.
    .explanation = En ukendt tjeneste eller en adresse, som tjenesten ikke har registreret hos os. Vi sender ingen tilbage til en adresse, vi ikke kender.
    .remedy = Gå tilbage, og prøv igen. Sker det igen, så sig det til tjenesten.
device-code-unknown =
    .title = Ingen enhed venter med denne kode
    .text = Måske er et bogstav forkert, eller koden er brugt. Hver kode gælder i { $minutes } minutter.
    .explanation = En enhed viser en ny kode, når den spørger igen.
    .remedy = Sammenlign koden med det, enheden viser. Er den ens, så lad enheden vise en ny.
account-prove-again =
    .title = Vis en gang til, at det er dig
    .text = Hvordan man logger ind på en konto, kan ændres inden for { $minutes } minutter efter login. Den tid er gået.
    .explanation = Så kan ingen overtage en konto med en browser, der blev efterladt åben.
    .remedy = Giv din adgangskode eller adgangsnøgle igen. Du fortsætter, hvor du var.
contact-changed-lately =
    .title = Adressen er ændret for nylig
    .text = Den samme ændres én gang om dagen, og mailadresse og telefon ikke inden for { $days } dage af hinanden.
    .explanation = Så kan den forrige stadig bruges til at stoppe en, der har overtaget din konto.
    .remedy = Kom igen, når tiden er gået. Var det ikke dig, der ændrede den anden, så spær kontoen.
app-unknown =
    .title = Denne enhed er ikke en godkendelsesapp
    .text = Den er fjernet, aldrig aktiveret, eller browseren har glemt den.
    .explanation = En godkendelsesapp kendes på en cookie og en nøgle på enheden. Sletter man browserdata, sletter man begge.
    .remedy = Log ind på din konto på en anden enhed, og aktivér appen på ny.
app-blocked =
    .title = Denne godkendelsesapp er spærret
    .text = Nogen, der er logget ind på din konto, spærrede den.
    .explanation = En spærret app godkender intet, uanset hvem der har enheden.
    .remedy = Log ind på din konto på en anden måde, og lad appen godkende igen. Var det ikke dig, der spærrede den, så spær kontoen.
apps-full =
    .title = Der er allerede så mange apps, som der må være
    .text = En konto har højst tre godkendelsesapps.
    .explanation = Jo færre der er, jo færre kan gå tabt.
    .remedy = Fjern en, du ikke længere bruger, og aktivér så denne.
approval-ended =
    .title = Der er ikke mere at godkende
    .text = Det er allerede besvaret, eller tiden er gået.
    .explanation = En anmodning varer nogle minutter, besvares én gang og slutter efter tre forkerte numre.
    .remedy = Begynd forfra dér, hvor du ville logge ind.
number-wrong =
    .title = Numrene passer ikke sammen
    .text = Det, du tastede, er ikke nummeret på den anden skærm.
    .explanation = Nummeret sikrer, at du godkender skærmen foran dig og ikke en andens.
    .remedy = Se på skærmen, hvor du logger ind, og tast dens to cifre. Er der ingen, så afvis.
pin-missing =
    .title = Der er ingen pinkode endnu
    .text = Godkendelsesappen spørger om en pinkode, og din konto har ingen.
    .explanation = Uden pinkode kunne enhver med din telefon godkende i dit navn.
    .remedy = Log ind på din konto, og vælg en pinkode der.
pin-unsuitable =
    .title = Vælg en anden pinkode
    .text = En pinkode har seks cifre, tastet ens to gange: ingen rækker af cifre, intet der ligner en dato, intet fra dit telefonnummer eller bruger-id.
    .explanation = Den, der gætter, begynder med rækker af cifre og fødselsdage.
    .remedy = Tag seks cifre, der ikke siger nogen noget.
pin-wrong =
    .title = Pinkoden er forkert
    .text = Det, du tastede, er ikke din kontos pinkode.
    .explanation = Efter tre forkerte i træk er pinkoden spærret et stykke tid.
    .remedy = Tast pinkoden igen. Har du glemt den, så bed om en midlertidig på din kontos side.
pin-wait =
    .title = Pinkoden er spærret et stykke tid
    .text = Den var forkert tre gange i træk. Prøv igen om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.
    .explanation = Ventetiden bliver længere hver gang, og efter tolv forkerte er pinkoden intet værd.
    .remedy =
        Vent, og log ind på en anden måde imens.
        Har du glemt pinkoden, så bed om en midlertidig på din kontos side.
        Var det ikke dig, så spær kontoen.
pin-locked =
    .title = Pinkoden virker ikke længere
    .text = Den var forkert for mange gange i træk, så der skal en anden i dens sted.
    .explanation = Nogen har måske gættet. Adgangskode og adgangsnøgler virker stadig.
    .remedy = Log ind på en anden måde, og sig på din kontos side, at du har glemt pinkoden.
one-time-code-wrong =
    .title = Koden er forkert
    .text = Det er ikke den kode, din app viser nu, eller den er allerede brugt.
    .explanation = En kode gælder omkring et minut og virker én gang. Urene på begge enheder skal passe.
    .remedy =
        Vent på den næste kode, og tast den.
        Er koderne aldrig rigtige, så lad enheden med appen stille sit ur selv.
one-time-code-wait =
    .title = For mange forkerte koder
    .text = Prøv igen om { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.
    .explanation = Efter tre forkerte koder i træk må man vente, længere hver gang, for adgangskoden er allerede kendt.
    .remedy =
        Vent, eller log ind med en adgangsnøgle eller godkendelsesappen.
        Var det ikke dig, så vælg en anden adgangskode.
code-apps-full =
    .title = Der er så mange apps til koder, som der må være
    .text = En konto har højst tre.
    .explanation = Jo færre der er, jo færre kan gå tabt.
    .remedy = Fjern en, du ikke bruger mere, og tilføj så denne.
phone-changed-lately =
    .title = Telefonnummeret er ændret for nylig
    .text = Intet, der åbner noget, sendes til et telefonnummer inden for { $days } dage efter, at det er ændret.
    .explanation = En, der har overtaget din konto, kunne have sat sit eget nummer i stedet for dit.
    .remedy = Kom igen, når tiden er gået. Var det ikke dig, der ændrede nummeret, så spær kontoen.
