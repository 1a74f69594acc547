handover-mail-subject = Fortsæt med { $organisation } på denne enhed
handover-mail-text =
    Du har bedt om at fortsætte med at bevise, hvem du er, over for { $organisation } på en anden enhed. Åbn denne adresse der:

    { $url }

    Du bliver bedt om det tocifrede tal, som din første skærm viser. Adressen virker én gang i { $minutes ->
        [one] { $minutes } minut
       *[other] { $minutes } minutter
    }.

    Har du ikke bedt om dette, så åbn ikke adressen, og indtast ikke noget tal. Så sker der ikke noget.
handover-sms-text = { $organisation }: fortsæt her inden for { $minutes } min. med at bevise, hvem du er, med tallet på din første skærm. Ikke dig? Se bort fra beskeden. { $url }
