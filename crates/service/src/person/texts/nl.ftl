handover-mail-subject = Ga op dit apparaat verder met { $organisation }
handover-mail-text =
    U wilt op een ander apparaat verdergaan met bewijzen wie u bent voor { $organisation }. Open daar dit adres:

    { $url }

    Daarna vragen we om het getal van twee cijfers dat op uw eerste scherm staat. Het adres werkt één keer, { $minutes ->
        [one] { $minutes } minuut
       *[other] { $minutes } minuten
    } lang.

    Hebt u hier niet om gevraagd? Open het adres dan niet en vul geen getal in. Er gebeurt dan niets.
handover-sms-text = { $organisation }: ga hier binnen { $minutes } min verder met bewijzen wie u bent, met het getal op uw eerste scherm. Niet aangevraagd? Negeer dit bericht. { $url }
