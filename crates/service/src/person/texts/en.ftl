handover-mail-subject = Continue with { $organisation } on this device
handover-mail-text =
    You asked to continue proving who you are to { $organisation } on another device. Open this address there:

    { $url }

    You will be asked for the two-digit number that your first screen shows. The address works once, for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.

    If you did not ask for this, do not open the address and do not enter any number. Nothing will happen.
handover-sms-text = { $organisation }: continue proving who you are here within { $minutes } min, with the number on your first screen. Not you? Ignore this. { $url }
