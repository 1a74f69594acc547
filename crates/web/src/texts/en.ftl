# The pages in English. Plain words, second person, short sentences; a reading age of 12.
# The same word for the same thing everywhere. An id begins with the group of pages it belongs to.

## Everywhere

common-product = Bonafide
common-skip = Skip to the content
common-language = Language
common-help = Help
common-back = Back
common-change = Change
common-cancel = Stop this check
common-continue-elsewhere = Use another device
common-sandbox = Test mode. Nothing here counts, and nobody's identity is confirmed.
common-sandbox-short = Test mode
common-step-of = Step { $number } of { $count }
common-steps = Your steps
common-step-done = done
common-step-current = now
common-step-ahead = to come
common-error-summary = There is a problem
common-error-prefix = Error:
common-notice-more = About this notice
common-close = Close
common-copy = Copy
common-copied = Copied

date-long = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-time = { $date } at { $time }
time-ago-now = just now
time-ago-minutes = { $count ->
    [one] { $count } minute ago
   *[other] { $count } minutes ago
}
time-ago-hours = { $count ->
    [one] { $count } hour ago
   *[other] { $count } hours ago
}
time-ago-days = { $count ->
    [one] { $count } day ago
   *[other] { $count } days ago
}
time-in-minutes = { $count ->
    [one] in { $count } minute
   *[other] in { $count } minutes
}
time-in-hours = { $count ->
    [one] in { $count } hour
   *[other] in { $count } hours
}
time-in-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
}

## Words of the domain

step-consent = Agree
step-document = Your document
step-chip = The chip
step-fields = Your details
step-selfie = Your face
step-liveness = Video identification

document-passport = Passport
document-identity-card = Identity card
document-residence-permit = Residence permit
document-visa = Visa
document-passport-hint = The page with your photo
document-identity-card-hint = Front and back
document-residence-permit-hint = Front and back
document-visa-hint = The whole sticker

evidence-document-front = Front of the document
evidence-document-back = Back of the document
evidence-chip = Files of the chip
evidence-selfie = Selfie

source-server-driven = Led by our server
source-camera-page = Camera on our page
source-upload = Uploaded file
source-foreign-reader = Foreign reader

field-surname = Surname
field-given-names = Given names
field-full-name = Full name in the national script
field-patronymic = Patronymic
field-place-of-birth = Place of birth
field-issuing-authority = Issuing authority
field-issue-date = Date of issue
field-birth-date = Date of birth
field-sex = Sex
field-nationality = Nationality
field-document-number = Document number
field-expiry-date = Date of expiry
field-issuing-state = Issued by
field-personal-number = Personal number

field-surname-hint = As it is on your document.
field-given-names-hint = All of them, as they are on your document. Leave this empty if you have none.
field-birth-date-hint = For example 27 3 1985
field-expiry-date-hint = For example 27 3 2031
field-sex-hint = As it is on your document.
field-nationality-hint = Three letters, as on your document, for example NLD
field-issuing-state-hint = Three letters, as on your document, for example NLD
field-document-number-hint = Letters and digits, as on your document.
field-personal-number-hint = As it is on your document.
field-day = Day
field-month = Month
field-year = Year
field-empty = Not read
sex-f = Female
sex-m = Male
sex-x = Not stated (X)

verification-check-digit = confirmed by a check digit
verification-machine-readable-zone = read by machine, without a check digit
verification-transliteration = same name in another spelling
verification-visual-zone = Read from the print
verification-chip = confirmed by the chip
verification-moderator = confirmed by a moderator
verification-unverified = not confirmed

status-requires-input = waiting for the person
status-processing = being checked
status-in-review = in review
status-verified = verified
status-rejected = rejected
status-canceled = canceled
status-expired = expired

check-document-present = Document in the picture
check-document-sides = Both sides shown
check-document-whole = The whole document in the picture
check-document-resolution = Size of the document in the picture
check-document-sharpness = Sharpness of the document
check-document-light = Light on the document
check-document-glare = Glare on the document
check-document-covered = Nothing on the document
check-document-screen = No picture on a screen
check-document-print = No print or photocopy
check-document-screenshot = No screenshot
check-portrait-present = Portrait on the document
check-portrait-quality = Quality of the portrait
check-zone-read = Machine-readable zone read
check-zone-check-digits = Check digits
check-zone-dates = Dates
check-zone-states = States
check-document-kind = Kind of document
check-document-expiry = Expiry
check-fields-match-zone = Print and zone agree
check-document-barcode = Codes agree with the document
check-national-number = National number
check-document-reported = Not reported as lost or stolen
check-chip-read = Chip read
check-chip-authenticity = Chip signed by a state
check-chip-proof = The original chip
check-chip-zone = Chip and document say the same
check-chip-portrait = Portrait on the chip
check-fields-agree = Fields agree with the zone
check-minimum-age = Minimum age
check-document-use = Used by its holder alone
check-selfie-face-count = One face in the selfie
check-selfie-face-size = Size of the face
check-selfie-framing = Whole face in the oval
check-selfie-sharpness = Sharp face
check-selfie-gaze = Eyes to the camera
check-selfie-brightness = Brightness of the face
check-selfie-eyes = Eyes open, face free
check-selfie-pose = Head straight
check-selfie-background = Background and light
check-face-match = Selfie and portrait
check-image-identity = New pictures
check-face-use = Not verified before with another document
check-liveness = Liveness
check-liveness-prompts = What was asked was done
check-liveness-depth = A head, not a picture
check-liveness-continuity = One face throughout
check-liveness-sequence = Enough frames
check-liveness-stream = New frames each time
check-liveness-replay = No screen before the camera
check-liveness-light = The face follows the screen’s colours
check-liveness-source = A real camera
check-capture-quality = Camera good enough
check-handed-over = Same device
check-sandbox = Sandbox sample

outcome-pass = pass
outcome-warn = note
outcome-inconclusive = unclear
outcome-fail = fail

## Start: a link is opened

start-title = { $organisation } asks you to show who you are
start-purpose = What it is for
start-service = Service
start-need = What you need
start-need-document = Your passport, identity card or another document they accept
start-need-camera = A camera, on this device or on your phone
start-need-time = About five minutes
start-happens = What happens
start-happens-text = You photograph your document and your face. We check whether both belong together and tell { $organisation } the result.
start-safety = Did you not come here from { $organisation }? Then close this page. Nothing has happened yet.
start-button = Start
start-expires = This link works once, until { $time }.

used-lead = The link from { $organisation } works once, and it was opened in another browser or on another device.
used-there-title = You still have that browser
used-there = Go on there. Everything is as you left it. If you closed the page, open the same link there.
used-lost-title = You no longer have it, or you cleared its data
used-lost = Ask { $organisation } for a new link and begin again. With this link nobody can go on, not even a stranger.
used-done-title = You were done already
used-done = Then there is nothing to do. { $organisation } gets the result.
used-stranger = Did you never open the link before? Tell { $organisation }: someone else may have it.

## The journey

enrol-consent-title = Do you agree to this check?
enrol-consent-lead = { $organisation } wants to know for certain who you are. We only look at your document and your face if you agree.
enrol-consent-who = Who asks
enrol-consent-for = What for
enrol-consent-what = What we ask of you
enrol-consent-what-document = Photographs of your document
enrol-consent-what-chip = A reading of the chip in your document
enrol-consent-what-fields = A look at what we read from it
enrol-consent-what-selfie = A photograph of your face, to compare it with the photo on the document
enrol-consent-what-liveness = A short film of your face while you follow prompts, to make sure that it is you and that you are there
enrol-consent-happens = What happens to it
enrol-consent-happens-text = Our computers read your document and compare the faces. If they are not sure, one of our people looks. { $organisation } gets the result and the details on your document.
enrol-consent-faces-text = We also compare your face with the faces of people who were checked for { $organisation } before, to notice when one person uses several names.
enrol-consent-keep = How long we keep it
enrol-consent-keep-text = Your photographs are stored encrypted and erased when their time is over, at once if { $organisation } asks for it. What is kept afterwards is a record without your personal data.
enrol-consent-keep-days = Photographs: { $days ->
    [one] { $days } day
   *[other] { $days } days
} at most.
enrol-consent-rights = You may say no, you may stop at any time, and you may ask { $organisation } later to show, correct or erase your data. They also tell you which other ways there are.
enrol-consent-button = I agree
enrol-consent-decline = I do not agree

enrol-choose-title = Which document do you want to use?
enrol-choose-lead = Take one that has not expired.
enrol-choose-button = Use this document

enrol-photo-front-title = { $kind ->
    [passport] Photograph the page with your photo
    [identity_card] Photograph the front of your identity card
    [residence_permit] Photograph the front of your residence permit
    [visa] Photograph your visa
   *[other] Photograph the front of your document
}
enrol-photo-back-title = { $kind ->
    [identity_card] Photograph the back of your identity card
    [residence_permit] Photograph the back of your residence permit
   *[other] Photograph the back of your document
}
enrol-photo-front-lead = { $kind ->
    [passport] The page with your photo and two lines of < signs at the bottom. We read your details from it.
    [visa] The whole sticker, with the lines of < signs. We read your details from it.
   *[other] The side with your photo. We compare it with your face later.
}
enrol-photo-back-lead = The other side, often with three lines of < signs. We read your details from it.
enrol-photo-tip-corners = All four corners are in the picture.
enrol-photo-tip-light = No lamp or window shines on it.
enrol-photo-tip-flat = It lies flat, out of its cover.
enrol-photo-button-camera = { $side ->
    [document_back] Photograph the back
    [selfie] Take a selfie
   *[other] Photograph the front
}
enrol-photo-upload = Upload a photo instead
enrol-photo-upload-label = Photo of your document
enrol-photo-upload-hint = A JPEG, PNG or WebP file of at most { $megabytes } MB
enrol-photo-upload-button = Send this photo
enrol-photo-cannot = I cannot do this
enrol-photo-type-zone = Type the lines by hand
enrol-photo-other-document = Use another document
enrol-photo-front-again = Photograph the front again
enrol-photo-drawing = { $kind ->
    [passport] Drawing: an open passport. Your photo is on the left, the lines of < signs are at the bottom.
    [visa] Drawing: a visa sticker. The lines of < signs are at the bottom.
   *[other] Drawing: a card with a photo on the left.
}
enrol-photo-drawing-back = Drawing: the back of a card. Three lines of < signs are at the bottom.

enrol-zone-title = Type the lines with the < signs
enrol-zone-lead = They are printed at the bottom of the page with your photo, or on the back of a card. Copy them exactly, with every < sign.
enrol-zone-label = The lines
enrol-zone-hint = Two lines of 44 or 36 characters, or three lines of 30. Start a new line where your document does.
enrol-zone-button = Check these lines

enrol-working-reading-title = We are reading your document
enrol-working-deciding-title = We are checking everything
enrol-working-chip-title = We are checking what the chip says
enrol-working-lead = This mostly takes less than half a minute. The page goes on by itself.
enrol-working-event-document = Your photographs have arrived
enrol-working-event-read = Your document has been read
enrol-working-event-chip = The chip has been read
enrol-working-event-fields = You have checked your details
enrol-working-event-selfie = Your selfie has arrived
enrol-working-now-reading = We are looking for your photo and the lines with the < signs
enrol-working-now-chip = We are checking the signature on the chip
enrol-working-now-deciding = We are comparing your face with the photo on the document
enrol-working-long = This takes longer than usual. You do not have to wait: open the link from { $organisation } again or keep this page, and you will see how it went. { $organisation } is told too.
enrol-working-reload = Look again

enrol-fields-title = Is this right?
enrol-fields-lead = We read this from your document. Change what is wrong.
enrol-fields-lead-empty = We could not read everything. Please fill in what is missing.
enrol-fields-note = What you change has to be confirmed by one of our people, so it may take longer.
enrol-fields-letters = Letters that your keyboard may lack
enrol-fields-zone = The lines we read
enrol-fields-button = Yes, this is right
enrol-fields-photo-again = Photograph the document again

enrol-selfie-title = Take a photograph of your face
enrol-selfie-lead = We compare it with the photo on your document.
enrol-selfie-tip-light = Face a window or a lamp.
enrol-selfie-tip-face = Take off sunglasses, cap and mask; other glasses too, unless you wear them in the photo on your document.
enrol-selfie-tip-alone = Nobody else is in the picture.
enrol-selfie-upload-label = Photo of your face
enrol-selfie-drawing = Drawing: a face inside an oval.
enrol-selfie-back = Check your details again
enrol-liveness-title = Video identification
enrol-liveness-lead = We film your face while you do a few small movements, so that nobody can pass off a picture as you. Then we compare it with the photo on your document.
enrol-liveness-seconds = It takes about { $seconds ->
    [one] { $seconds } second
   *[other] { $seconds } seconds
}.
enrol-liveness-tip-place = Hold the camera at arm’s length, at the height of your eyes.
enrol-liveness-tip-light = Face the light: no window or lamp behind you.
enrol-liveness-tip-face = Take off hat and mask. Take off glasses too, unless you wear them in the photo on your document. Move hair out of your face.
enrol-liveness-tip-follow = We tell you what to do: turn your head, come closer, go back, look up or close your eyes. In between, look straight ahead.
enrol-liveness-light = At the end the screen changes colour for some seconds, and its light falls on your face. It changes less than three times a second. If changing colours trouble you, choose another way.
enrol-liveness-open = Open the camera
enrol-liveness-ready = I am ready
enrol-liveness-other = I cannot do this: choose another way
enrol-liveness-other-lead = If you cannot make the movements, take a photo instead. A person will then look at your registration, which takes longer.
enrol-liveness-no-script = Video identification needs scripts, which are turned off in your browser. Choose another way below.
enrol-liveness-countdown = Time left:
enrol-liveness-free = The pause is over. You can try again now.
enrol-liveness-left = You have { $count ->
    [one] { $count } attempt
   *[other] { $count } attempts
} left before a pause.
enrol-liveness-progress = How far the film is
enrol-liveness-missed = What to do differently this time
enrol-liveness-help = Get help with the camera
enrol-liveness-ways = Other ways

enrol-chip-title = { $kind ->
    [passport] Read the chip of your passport
    [identity_card] Read the chip of your identity card
    [residence_permit] Read the chip of your residence permit
   *[other] Read the chip of your document
}
enrol-chip-lead = In your document is a chip with the same details and your photo, signed by the country that issued it. Nothing shows better that your document is genuine.
enrol-chip-tip-cover = Take off covers and cases, from the document and from the reader.
enrol-chip-tip-place = In a passport the chip is mostly in the back cover, sometimes in the page with your photo; in a card it is inside. A phone has its antenna at the top of its back.
enrol-chip-tip-still = Hold everything still until the dots are full.
enrol-chip-drawing = Drawing: a passport is held flat over a reader. Its chip, a small mark in the middle of the cover, faces the reader.
enrol-chip-computer = With a chip reader on a computer
enrol-chip-computer-how = Install bonafide-reader on the computer with the chip reader, and run there the command that this page shows: address and code are in it.
enrol-chip-code-label = Code for the reader
enrol-chip-command = Or paste this command there
enrol-chip-code-left = The code works for { $minutes ->
    [one] { $minutes } more minute
   *[other] { $minutes } more minutes
}.
enrol-chip-begin-button = Show me a code
enrol-chip-again-button = Show me a new code
enrol-chip-waiting = Waiting for your reader …
enrol-chip-confirm-title = Does your reader show the same number?
enrol-chip-confirm-lead = The reader “{ $reader }” wants to read the chip of your document. Only go on if it is your own reader and it shows this number.
enrol-chip-confirm-yes = Yes, the same number
enrol-chip-confirm-no = No, stop
enrol-chip-present = Put the document on the reader
enrol-chip-away = We do not hear your reader. Check its connection: it has two minutes to come back.
enrol-chip-stage-greeting = Saying hello to the chip
enrol-chip-stage-opening = Opening the chip
enrol-chip-stage-learning = Looking at what it holds
enrol-chip-stage-proving = The chip proves that it is genuine
enrol-chip-stage-reading = Reading the data
enrol-chip-stage-done = Done
enrol-chip-progress = { $percent }% read
enrol-chip-stop = Stop reading
enrol-chip-skip = Go on without the chip
enrol-chip-skip-hint = Then one of our people may have to look at your document. That takes longer.
enrol-chip-key-title = Check what the chip is opened with
enrol-chip-key-lead = The chip opens with what is printed on your document. Compare every character; those that are easily mistaken stand below the photograph.
enrol-chip-key-photo = Your photograph of the side with the machine-readable lines
enrol-chip-key-photo-hint = Your photograph: the number and both dates stand in the lines at the bottom. Select it to see it larger.
enrol-chip-key-number = Document number
enrol-chip-key-birth = Date of birth
enrol-chip-key-expiry = Date of expiry
enrol-chip-key-can = Card access number (CAN)
enrol-chip-key-can-hint = Six digits on the front of the document
enrol-chip-key-or = Or use the card access number
enrol-chip-key-suspicious = “{ $letter }” could also be “{ $other }”
enrol-chip-key-button = Open the chip with this

enrol-review-title = One of our people has a look
enrol-review-lead = Our computers were not sure enough. That says nothing about you. A person looks at what you sent, mostly within a day.
enrol-review-next = You can close this page. { $organisation } is told the result. To see it yourself, open this page again in this browser.

enrol-verified-title = We know it is you
enrol-verified-lead = You are done. { $organisation } now gets the result.
enrol-rejected-title = We could not confirm who you are
enrol-canceled-title = This was stopped
enrol-expired-title = The time for this has run out
enrol-result-next = What to do next
enrol-result-verified-next = Go back to { $organisation }. They take it from here.
enrol-result-rejected-next = Go back to { $organisation } and ask which other ways there are.
enrol-result-ended-next = If you still want to do this, ask { $organisation } for a new link.
enrol-result-why = Why
enrol-return-button = Back to { $organisation }
enrol-return-elsewhere = Go back to the device where you started. The page there goes on by itself.
enrol-return-title = Taking you back to { $organisation }
enrol-return-link = Go on to { $organisation }

enrol-cancel-title = Do you want to stop?
enrol-cancel-lead = What you have sent is not used any further. To try again you need a new link from { $organisation }.
enrol-cancel-button = Yes, stop
enrol-cancel-back = No, go on

enrol-saved-elsewhere = This went on in another tab or on another device. This page shows where it stands now.

## The camera

camera-starting = The camera is starting …
camera-allow = Your browser asks whether this page may use the camera. Choose “Allow”.
camera-shutter = Take the photo
camera-shutter-face = I am ready: take the photo
camera-close = Close the camera
camera-switch = Use the other camera
camera-use = Use this photo
camera-again = Take it again
camera-check-document = Can you read every letter?
camera-check-selfie = Is your whole face sharp and well lit?
camera-sending = Sending your photo …
camera-sent-share = { $percent }% sent
camera-guide-document = Fill the frame with your document
camera-guide-selfie = Put your face in the oval
liveness-guide-ready = Good. Choose “I am ready”
liveness-prompt-turn-left = Turn your head slowly to your left
liveness-prompt-turn-right = Turn your head slowly to your right
liveness-prompt-closer = Come closer
liveness-prompt-back = Go back a little
liveness-prompt-close-eyes = Close both eyes for a second
liveness-prompt-look-up = Raise your head and look up
liveness-prompt-rest = Look straight ahead
liveness-prompt-light = Keep looking straight ahead. The screen changes colour
liveness-judging = Thank you. We are checking the film …
liveness-passed = Done. That worked
liveness-unsure = Thank you. Somebody will look at it
liveness-failed = That did not work yet. We tell you why
liveness-wait = Others are being filmed right now. People in line: { $count }. Please stay here
liveness-anyway = If it does not get better, choose “I am ready” all the same. It may have to be done again.
liveness-advice-further = The movement was too small. Make it larger, until you feel it clearly.
liveness-advice-shut = We did not see your eyes shut for long enough. Keep both shut until the words change.
liveness-advice-slower = The movement was too fast for the camera. Do it slowly, over about two seconds.
liveness-advice-wait = You began before we asked. Wait until the words appear.
liveness-advice-come-back = You had not come back yet. Look straight ahead again before the next one.
liveness-advice-only-that = You moved in another way as well. Do this one thing, and hold the rest of you still.
liveness-advice-stay-in-view = Your face left the oval. Keep all of it inside, also while you move.
liveness-advice-more-light = Your face was too dark. Turn towards a window or a lamp.
liveness-advice-less-light = Your face was too bright. Move away from the lamp or the sun.
liveness-advice-connection = Too few pictures reached us. Close other apps and pages, go where the connection is better, or use another device.
camera-guide-dark = Too dark. Find more light
camera-guide-bright = Too bright. Move away from the light
camera-guide-glare = Light shines on it. Tilt it a little
camera-guide-still = Hold still
camera-guide-blurred = Not sharp yet
camera-guide-ready = Good. Take the photo
camera-anyway = If it does not get better, take the photo as it is. It may have to be taken again.
camera-poor = Your camera shows little. You may go on all the same: we note it, and it may have to be done again.
camera-unguided = This browser cannot guide you. You may go on all the same: we note it.
camera-taken = The photo is taken. Look whether it is good.
camera-own = It has not worked so far. Take the photo with your phone’s own camera, which often sees better, or choose a file.
camera-own-button = Open the phone’s camera
camera-guide-edges = I cannot see its edges. Lay it on a plain, darker table
camera-guide-centre = Move your face into the oval
camera-guide-closer = Come closer
camera-guide-further = Move further away
camera-guide-flatter = Hold it flat, facing the camera
camera-guide-straight = Look straight ahead
camera-guide-upright = Hold your head upright
camera-guide-eyes = Open your eyes
camera-guide-covered = Take hair and hands off your face
camera-guide-front = Turn towards the light
camera-guide-plain = Stand before a plain wall
camera-guide-slower = Slower
camera-steps-chrome = In Chrome: click the sign left of the address, then “Site settings”, and allow the camera. Load this page again.
camera-steps-chrome-phone = In Chrome on your phone: tap the sign left of the address, then “Permissions”, and allow the camera. Also look in the phone’s settings whether Chrome may use the camera.
camera-steps-edge = In Edge: choose the lock left of the address, then “Permissions for this site”, and allow the camera. Load this page again.
camera-steps-firefox = In Firefox: choose the crossed-out camera left of the address and remove the block. Load this page again and choose “Allow”.
camera-steps-safari = In Safari: choose “Settings for this website” in the Safari menu and set the camera to “Allow”. Load this page again.
camera-steps-safari-phone = On an iPhone or iPad: tap the sign left of the address, then “Website Settings”, and set the camera to “Allow”. It is also in Settings, Apps, Safari, Camera.
camera-steps-samsung = In Samsung Internet: tap the lock left of the address, then “Permissions”, and allow the camera. Also look in the phone’s settings, Apps, Samsung Internet.
camera-steps-in-app = You are reading this inside another app, which may not give its camera. Open this page in your browser: in the app’s menu choose “Open in browser”.
camera-steps-other = Look for the camera in your browser’s settings for this site, and allow it. Load this page again.
camera-preview = Your photo
camera-kept = Your photo is still here.

## Going on with a phone

handover-title = Go on with your phone
handover-lead = Scan this code with the camera of your phone. This page follows along.
handover-qr = QR code with the link for your phone
handover-number = Your number
handover-number-hint = Your phone asks for this number, so that we know that both devices are yours.
handover-time-left = The code works for { $minutes ->
    [one] { $minutes } more minute
   *[other] { $minutes } more minutes
}.
handover-link = Or open this link on your phone
handover-send = Or send yourself the link
handover-send-label = Mail address or phone number
handover-send-hint = A phone number with its country, for example +31 6 12345678
handover-send-button = Send the link
handover-sent = The link is on its way to { $to }.
handover-delivered = The link was sent to { $to }.
handover-stay = Stay on this device
handover-begin-title = Use your phone instead?
handover-begin-lead = Phones take better photographs. You get a code to scan; afterwards this page goes on by itself.
handover-begin-button = Show me the code
handover-begin-anyway = Show me a link for this computer
handover-away-title = Go on with your phone
handover-away-lead = Your phone has it now. Keep this page open: it shows what you do there and goes on when you are done.
handover-away-now = On your phone now
handover-away-end = Go on here instead
handover-away-asked = Did you begin this yourself?
handover-mine-title = Did you yourself begin this at { $organisation } just now, on your own computer?
handover-mine-yes = Yes, I began this myself
handover-mine-refusing = If you choose “This was not me”, this ends at once and nothing that you gave here is kept.
handover-here-title = Go on here
handover-here-only = Only go on if you yourself opened this on your computer just now.
handover-here-nobody = If someone else sent you this link, or tells you the number or asks you for it, they are trying to use your identity.
handover-here-label = Which number does your first screen show?
handover-here-button = Go on with this device
handover-here-refuse = This was not me
handover-refused-title = Good that you stopped
handover-refused-lead = The link no longer works. Nothing about you was passed on.
handover-refused-close = You can close this page. There is nothing else you have to do here.
handover-refused-tell = If someone gave you the link or the number, tell { $organisation }. They may be trying to use your identity.

## What this is

home-title = Show who you are, from your own browser
home-lead = Bonafide checks who someone is: a photograph of a document, a photograph of a face, a clear answer. It runs on your own server, and nothing leaves it.
home-person-title = Did someone send you here?
home-person-text = Open the link that you were given. Without it, there is nothing to do here.
home-help = Look up a notice
home-help-text = Every notice has a name and a code. Look yours up to see what it means and what to do.
home-developer-title = For developers
home-developer-text = One call opens a session, one webhook brings the result.
home-developer-link = Read the programming interface
home-moderator-title = For moderators
home-moderator-link = Sign in to review
home-try-title = Try it
home-try-lead = This server runs as a demonstration on your own machine. Open a session in test mode and walk through it yourself.
home-try-service = Service
home-try-button = Open a test session
home-try-samples = Sample documents to print or show
home-try-mailbox = Mailbox of this demonstration
home-samples-title = Sample documents
home-samples-lead = In test mode each of these leads to the outcome that it is named after. Photograph one from the screen or from paper, or save it and upload it. Outside test mode they are refused.
home-samples-verified = Leads to: verified
home-samples-retry-selfie = Leads to: another selfie, then verified
home-samples-retry-document = Leads to: expired, use another document
home-samples-rejected = Leads to: rejected
home-samples-in-review = Leads to: in review
home-samples-save = Save the picture
home-samples-print = Print this page to hold them in your hand.
home-samples-alt = Sample passport, number { $number }

home-returned-title = Back at the organisation
home-returned-lead = This page stands in for the organisation's own site. It redeemed the one-use code that came back with you and got this.
home-returned-session = Session
home-returned-status = Status
home-returned-json = The answer as the programming interface gives it
home-returned-again = Try once more

## Help centre

help-title = Help
help-lead = Look up what you saw on your screen: its name, its code or a few words.
help-search-label = Name, code or words
help-search-button = Search
help-found = { $count ->
    [0] Nothing was found for “{ $query }”.
    [one] { $count } notice found for “{ $query }”.
   *[other] { $count } notices found for “{ $query }”.
}
help-none = Try fewer words, or look through the list below.
help-what = What it means
help-do = What to do
help-also = Also known as
help-who = Who sees it
help-audience-person = People who prove who they are
help-audience-developer = Developers
help-audience-operator = Moderators and operators
help-status = HTTP status
help-retryable = The same request may work later.
help-back = All notices
help-return = Back to your identity check

## Reviewing

moderate-title = Review
moderate-sign-in-title = Sign in to review
moderate-sign-in-lead = Use the passkey that you set up for this server.
moderate-sign-in-button = Sign in with a passkey
moderate-sign-out = Sign out
moderate-enrol-title = Set up your passkey
moderate-enrol-lead = { $name }, this link lets you set up a passkey for this server. A passkey stays on your device and cannot be guessed or stolen by a copied page.
moderate-enrol-button = Set up a passkey
moderate-needs-scripts = Passkeys need scripts. Allow JavaScript for this page and load it again.
moderate-signed-in-as = Signed in as { $name }
moderate-next-title = Your next case
moderate-next-lead = Cases are dealt out one at a time, the most urgent first. You cannot pick one.
moderate-next-waiting = { $count ->
    [0] No case is waiting.
    [one] { $count } case is waiting.
   *[other] { $count } cases are waiting.
}
moderate-next-overdue = { $count } overdue
moderate-next-button = Give me a case
moderate-case-title = Case { $id }
moderate-case-due = Due
moderate-case-opened = Opened
moderate-case-service = Service
moderate-case-organisation = Organisation
moderate-case-round = Review number
moderate-case-document = Document
moderate-case-reasons = Why a person must decide
moderate-case-earlier = Decided before
moderate-case-came-back = Accepted, but something came to light: reviewed again
moderate-case-findings = Findings
moderate-case-refusal = Reason for refusal
moderate-case-look-at = What to look at
refusal-side-missing = Side missing
refusal-mismatch = Mismatch
refusal-copy = Copy
refusal-unreadable = Unreadable
refusal-expired = Expired
moderate-look-side = The two pictures were compared by fingerprint, zone and portrait. Look whether one shows the back at all; a ghost image of the portrait alone is no second front.
moderate-look-mismatch = The distance of the two faces was measured. Compare ears, eye corners and the line of the jaw; leave hair, beard, glasses and weight aside. Ask for a better selfie if the portrait is old.
moderate-look-portrait = A large face and no zone were found. Look whether there is any document around the portrait; a photo booth print or a selfie is none.
moderate-look-screen = How far one frequency of colour stands out was measured: a screen’s stripes. Enlarge: look for a fine net, rainbow bands, a frame of glass or a pointer. Printed guilloches are lines, no net.
moderate-look-grey = How far the colours of the document lie apart was measured; the light’s own tint does not count. Look whether table and hand have colour while the document has none. Engraved portraits are grey on genuine cards too.
moderate-look-print = How far one frequency of light stands out was measured: a printer’s dots. Enlarge even areas: dots in a regular grid, white paper around the edge, no gloss. Ink printers leave no such grid and are not found this way.
moderate-look-screenshot = The share of the picture in which nothing changes was measured, and whether it has a screen’s size. Look for a status bar, buttons, rounded corners of a card that throws no shadow.
moderate-look-suspected = A measure lies between documents and copies. Look at the finding that says so, enlarge the picture, and ask for another photo in daylight when in doubt.
moderate-look-covered = Something of the colour of skin comes in over the edge and lies on portrait or zone. Look what it hides: a thumb by chance, or the same field each time.
moderate-look-unreadable = Sharpness, light, glare, edges and the zone were measured. Look whether you can read number, dates and portrait yourself; if not, ask again rather than guess.
moderate-look-poor = Pixels between the eyes and detail of the portrait were measured and are too few for a fair comparison. That says nothing about the person: ask for a closer photo or read the chip.
moderate-look-expired = The date of expiry was read from the zone and held against today (UTC). Look at the printed date; some states extend documents by a stamp on another page.
moderate-look-alike = The face was compared with those of everybody verified before, and one or more lie within the distance. Below are their selfies, where they are still kept. Compare ears, eye corners and the jaw; siblings and strangers in a large crowd come this near as well.
moderate-case-fields = Fields
moderate-case-evidence = Evidence
moderate-case-evidence-recorded = Every look at a picture is recorded.
moderate-case-evidence-gone = This picture was erased.
moderate-case-alike = Similar faces
moderate-case-alike-selfie = Selfie of another registration
moderate-case-column-check = Check
moderate-case-column-outcome = Outcome
moderate-case-column-reason = Reason
moderate-case-column-measured = Measured
moderate-case-column-threshold = Held against
moderate-case-column-model = Model
moderate-case-column-field = Field
moderate-case-column-value = Value
moderate-case-column-vouched = Vouched for by
moderate-settle-title = Your decision
moderate-settle-accept = Accept: this is the person on the document
moderate-settle-retry = Ask again
moderate-settle-reject = Refuse for good
moderate-settle-reason = Reason that the person is told
moderate-settle-reason-choose = Choose a reason
moderate-settle-note = What you saw and why you decide so
moderate-settle-note-hint = Kept in the history. The person does not see it.
moderate-settle-button = Go on to confirm
moderate-put-back = Put this case back for someone else
moderate-confirm-title = Confirm your decision
moderate-confirm-accept = The person will be verified, and the organisation is told. This cannot be undone.
moderate-confirm-retry = The person is asked again and told: { $reason }.
moderate-confirm-reject = The person is refused for good and told: { $reason }. This cannot be undone.
moderate-confirm-button = Settle the case
moderate-confirm-back = Change the decision
moderate-settled = The case is settled.
moderate-reopened = The person is not accepted yet: something came to light after you saw the case, and it has to be decided again.
moderate-keys-title = Keys
moderate-keys-evidence = next and previous picture
moderate-keys-decide = accept, ask again, refuse
moderate-keys-note = write the note
moderate-keys-help = show or hide this help
moderate-keys-close = Close
moderate-chip-class = Evidence class
moderate-chip-class-none = none: no state that is believed signed the files
moderate-chip-access = Opened with
moderate-chip-signer-country = Country of the signer
moderate-chip-signer = Signer’s certificate, SHA-256 fingerprint
moderate-trust-title = Trust store
moderate-trust-lead = Passport chips are believed when a certificate in this store leads to them. Nothing is in it but what somebody here put there.
moderate-trust-imported = The file was imported.
moderate-trust-countries = Countries
moderate-trust-country = Country
moderate-trust-any = All
moderate-trust-state = State
moderate-trust-kind = Kind
moderate-trust-search = Subject or serial number contains
moderate-trust-show = Show
moderate-trust-nothing = Nothing in the store is like this.
moderate-trust-more = Next page
moderate-trust-import = Import and pins
moderate-trust-sources = Lists and files in use
moderate-trust-kind-authority = State certificate
moderate-trust-kind-signer = Document signer
moderate-trust-kind-crl = Revocation list
moderate-trust-state-valid = valid
moderate-trust-state-ending = ends within 90 days
moderate-trust-state-ended = ended
moderate-trust-state-distrusted = not believed here
moderate-trust-subject = Subject
moderate-trust-serial = Serial number
moderate-trust-until = Until
moderate-trust-from = From
moderate-trust-issuer = Issued by
moderate-trust-fingerprint = SHA-256 fingerprint
moderate-trust-key = Key
moderate-trust-revokes = Certificates that it revokes
moderate-trust-chain = Where it leads
moderate-trust-revocation = Revocation
moderate-trust-issuers = Signed by
moderate-trust-deviations = Unlike the standard, and tolerated
moderate-trust-provenance = Where it came from
moderate-trust-source-list = Signed list
moderate-trust-source-hand = By hand
moderate-trust-source-directory = Directory export
moderate-trust-command-line = the command line
moderate-trust-signed-by = Signed by
moderate-trust-signer-until = Its signer’s certificate ends
moderate-trust-imported-by = Imported by
moderate-trust-chain-trusted = to a certificate that is believed
moderate-trust-chain-unknown = nowhere: its issuer is not believed
moderate-trust-chain-not-signed = the named issuer did not sign it
moderate-trust-chain-distrusted = it or its issuer is not believed here
moderate-trust-chain-revoked = revoked
moderate-trust-chain-expired = a certificate on the way has ended
moderate-trust-chain-early = a certificate on the way is not valid yet
moderate-trust-chain-unauthorised = an issuer on the way may not issue
moderate-trust-revocation-unknown = no list speaks of it
moderate-trust-revocation-stale = not revoked, by a list that is out of date
moderate-trust-revocation-good = not revoked
moderate-trust-distrust = No longer believe this certificate
moderate-trust-distrust-lead = Every document that leads only to it becomes one of an unknown issuer, whatever lists say. This can be undone.
moderate-trust-reason = Why
moderate-trust-again = Believe it again
moderate-trust-import-lead = A signed list is accepted when its signer is pinned below. Anything else needs your word for its fingerprint. You see what would change before it is done.
moderate-trust-file = File with lists, certificates or revocation lists
moderate-trust-file-hint = A master list (.ml), an export of the international directory (.ldif), PEM or DER. At most 16 megabytes.
moderate-trust-file-button = Show what would change
moderate-trust-pins = Pinned signers of lists
moderate-trust-pins-lead = Pin the certificate of a state that signs lists, or of the signer itself. Take the fingerprint from where the state publishes it, not from the list.
moderate-trust-pinned-by = Pinned by
moderate-trust-unpin = Remove this pin
moderate-trust-fingerprint-hint = 64 digits and letters from a to f. Spaces and colons do not matter.
moderate-trust-pin = Pin this signer
moderate-trust-preview = What would change
moderate-trust-preview-lead = Nothing has been done yet.
moderate-trust-untimely = The certificate of the list’s signer is not valid today. Ask the state for a newer list if you can.
moderate-trust-count-items = In it
moderate-trust-count-added = New
moderate-trust-count-vanished = Gone, and believed no more
moderate-trust-unchanged = in use already
moderate-trust-by-hand = Only you vouch for these
moderate-trust-by-hand-lead = Nobody whom we believe signed for them. Compare each fingerprint with what its state publishes before you confirm.
moderate-trust-compare = If one of these is what the state publishes elsewhere, pin it and send the file again:
moderate-trust-confirm = Import this
moderate-trust-cancel = Do not import
moderate-trust-why-unpinned = This list was passed over: its signer is not pinned.
moderate-trust-why-signature = This list was passed over: its signature does not hold.
moderate-trust-why-distrusted = This list was passed over: its signer is not believed here.
moderate-trust-why-revoked = This list was passed over: its signer was revoked.
moderate-trust-why-not-list-signer = This list was passed over: its signer was not issued to sign lists.
moderate-trust-why-future = Passed over: it says that it was made in the future.
moderate-trust-why-older = Passed over: the one in use is newer.
moderate-trust-why-unreadable = Passed over: neither a certificate nor a list.
moderate-trust-why-not-authority = Passed over: this certificate issues nothing.
moderate-trust-why-crl-unsigned = This revocation list was passed over: nobody whom we believe signed it. Import the certificate of its state first.
moderate-trust-endings = { $count ->
    [one] One certificate or list ends soon or has just ended.
   *[other] { $count } certificates or lists end soon or have just ended.
}
moderate-trust-preview-nothing = { $count ->
    [one] Nothing would change. One thing is there already.
   *[other] Nothing would change. { $count } things are there already.
}
moderate-trust-and-more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}

## Mailbox of the demonstration

mailbox-title = Mailbox
mailbox-lead = Mail, text messages and notifications that this demonstration would have sent. Only this machine can see them.
mailbox-empty = Nothing has been sent yet.
mailbox-to = To
mailbox-channel-mail = Mail
mailbox-channel-sms = Text message
mailbox-channel-push = Notification
mailbox-open = Open the link

home-account-title = Your account
home-account-text = Open an account, or sign in to see how it is protected.
home-account-link = Go to your account
account-title = Your account
account-open-title = Open an account
account-open-lead = You need a mail address and a mobile phone that you can read now. It takes about five minutes.
account-open-button = Open an account
account-open-link = Open an account
account-have-link = I have an account: sign in
account-mail-title = What is your mail address?
account-mail-lead = We send a code to it, to be sure that it is yours, and tell you there when something about your account changes.
account-mail-label = Mail address
account-mail-hint = For example ann@mail.example
account-mail-button = Send the code
account-mail-code-title = Look in your mailbox
account-mail-code-lead = We sent a code of eight digits to { $address }. It works for 24 hours.
account-mail-code-button = Go on
account-phone-title = What is your mobile number?
account-phone-lead = We send a code to it as a text message, and tell you there when something about your account changes. A text message can be read by whoever takes over a number, so that it alone opens nothing; a passkey or the approval app is safer.
account-phone-label = Mobile number
account-phone-hint = In international form, for example +31 6 12345678
account-phone-button = Send the code
account-phone-code-title = Look at your phone
account-phone-code-lead = We sent a code of eight digits to { $address }. It works for 10 minutes.
account-phone-code-button = Go on
account-code-label = Code
account-code-hint = Eight digits; blanks do not matter
account-no-code = No code?
account-no-sms-1 = The phone has no credit left, or is switched off or out of reach.
account-no-sms-2 = You changed your operator, and messages still go to the old one.
account-no-sms-3 = Messages from short or unknown numbers are blocked on your phone.
account-no-sms-4 = The memory for messages is full.
account-no-mail-1 = The mail is in the folder for spam.
account-no-mail-2 = The address has a typing mistake: type it again.
account-no-mail-3 = The mailbox is full.
account-no-mail-4 = The mail is still on its way: some servers take a few minutes.
account-again-button = Send a new code
account-retype-button = Type another address
account-choose-title = Choose how to sign in
account-choose-lead = You will need these each time, unless you sign in with a passkey.
account-choose-button = Open my account
account-user-label = User ID
account-user-hint = 5 to 48 letters and digits. Never your national number.
account-new-password-label = Password
account-new-password-hint = 8 to 64 characters; four or five words are easy to remember and hard to guess
strength-label = Strength of the password
strength-short = Too short: 8 characters at least
strength-long = Too long: 64 characters at most
strength-characters = It holds a character that cannot be typed
strength-personal = It holds something that others know of you
strength-context = It holds a word that everybody tries here
strength-breached = It became known elsewhere: take another one
strength-weak = Easily guessed: add another word
strength-good = Hard to guess
strength-best = Very hard to guess
account-sign-in-title = Sign in to your account
account-sign-in-lead = With a passkey you need neither name nor password.
account-sign-in-button = Sign in
account-name-label = User ID or mail address
account-name-hint = Either will do
account-password-label = Password
account-password-hint = The one that you chose for this account
account-forgot-password-link = I forgot my password, or want to open a blocked account
account-forgot-user-id-link = I forgot my user ID
account-told-password = Your new password is kept. Every browser was signed out: sign in with it.
account-told-blocked = The account is blocked. Nobody can sign in until you choose a new password.
account-told-reminded = If this mail address has an account, its user ID is on its way there.
account-remind-title = Forgot your user ID?
account-remind-lead = We send it to the mail address of your account. You can also sign in with that address.
account-remind-label = Mail address
account-remind-hint = The one of your account
account-remind-button = Send my user ID
account-recover-title = Choose a new password
account-recover-lead = We send one code to your mail address and another to your phone. You need both. A blocked account is opened again in the same way, and its passkeys are removed.
account-recover-button = Send the codes
account-codes-title = Type both codes
account-codes-lead = If there is such an account, codes are on their way to its mail address and its phone.
account-codes-mail-label = Code from the mail
account-codes-mail-hint = Eight digits, works for 24 hours
account-codes-phone-label = Code from the text message
account-codes-phone-hint = Eight digits, works for 10 minutes. Or one of your printed recovery codes
account-codes-button = Go on
account-another-title = Choose a new password
account-another-lead = Every browser that is signed in will be signed out.
account-another-button = Keep this password
account-by-code = proven by code
account-opened-label = Opened
account-password-since-label = Password chosen
account-change-password-link = Choose another
account-passkeys-title = Passkeys
account-passkeys-lead = Sign in with your fingerprint, your face or the code of your device. A passkey cannot be guessed, nor stolen by a copied page.
account-passkey-added = Added
account-passkey-used = last used
account-passkey-remove = Remove this passkey
account-passkey-add = Add a passkey
account-sessions-title = Signed-in browsers
account-session-this = This browser
account-session-passkey = Signed in with a passkey
account-session-password = Signed in with a password
account-session-seen = Last seen
account-session-end = Sign this browser out
account-out-title = Sign out of this browser?
account-out-lead = Nothing of what you kept is lost. Other browsers and your approval app stay as they are.
account-session-others = Sign out all others
account-block-link = Block this account
account-block-title = Block your account?
account-block-lead = Everything that is signed in ends, and nobody can sign in, you neither. You open it again with codes from your mail and your phone, and a new password. Its passkeys are then removed.
account-block-button = Block my account
account-keep-link = Back, without blocking
account-notice-title = A change to your account
account-notice-lead = If this was you, close this page: nothing happens. If it was not, block the account. Nobody can sign in then until its owner chooses a new password.
account-notice-button = This was not me: block the account
account-change-password = The password was changed.
account-change-passkey-added = A passkey was added.
account-change-passkey-removed = A passkey was removed.
account-change-blocked = The account was blocked.
account-change-reopened = The account was opened again.
level-low = low
level-substantial = substantial
level-high = high
chip-class-a = read by us, and it proved to be the original
chip-class-b = read by another reader, and it proved to be the original
chip-class-c = signed by its state
face-photographed = compared with a photograph
face-filmed = compared with a film of the living face
face-film-unsure = compared; the film was not conclusive
face-other-way = compared with a photograph in place of a film
decided-by-policy = the system, by its rules
decided-by-moderator = a moderator
decided-by-sample = a sample document
enrol-keep-title = Keep this for the next time
enrol-keep-text = With an account you need not prove your identity again where a service accepts it.
enrol-keep-link = Keep it in an account
account-keep-title = Keep your identity
account-keep-first-lead = Your identity was verified for { $organisation }. Open an account, or sign in to yours, to keep it.
account-keep-lead = This is what was verified in this browser. It is kept in the account { $user }.
account-keep-copied = It is copied, encrypted, into your account, and stays there when the organisation erases its own. Photographs are not copied. Nobody sees it unless you agree.
account-keep-button = Keep it in my account
account-keep-not-link = Not now
account-keep-link-button = Keep this identity
account-pending-title = Verification in this browser
account-pending-for = For { $organisation }
account-pending-link = Go on there
account-identity-title = Verified identity
account-identity-none = None yet. When a service verifies you, its last page lets you keep the result here.
account-identity-document-label = Kind of document
account-identity-chip-label = Chip of the document
account-identity-face-label = Face
account-identity-level-label = Level of assurance
account-identity-by-label = Decided by
account-identity-for-label = Verified for
account-identity-verified-label = Verified
account-change-identity-kept = A verified identity was added.
authorize-title = Share with { $client }?
authorize-lead = { $organisation } asks for this to sign you in.
authorize-shared-title = What is shared
authorize-name-label = A code for you
authorize-name-text = By it the service knows you again. It says nothing about you.
claim-name = Whole name
claim-age-over-16 = 16 years or older
claim-age-over-18 = 18 years or older
claim-age-over-21 = 21 years or older
claim-age-over-65 = 65 years or older
claim-age-yes = yes
claim-age-no = no
authorize-missing-title = What your account does not have
authorize-missing-essential = The service says that it cannot do without this.
authorize-missing-identity = It comes with a verified identity. When a service verifies you, its last page lets you keep the result in your account. You may also go on without it.
authorize-offline = The service may ask for this again later, without you: for a year at most, and no more once it has not done so for 30 days. You can end it under connected services.
authorize-on-app = The service may ask you to approve something on your approval app later. It is asked for each time, and you can end it under connected services.
authorize-others = The service may also do this in your name:
authorize-resources = With that consent it may turn to:
authorize-host = Afterwards you go back to { $host }.
authorize-yes = Share and go on
authorize-no = Do not share
authorize-as = You are signed in as { $user }.
authorize-other-account = Use another account
authorize-back-title = Back to { $host }
authorize-back-link = Go on
authorize-sign-in-for = Sign in to go on to { $client }.
device-title = Connect a device
device-lead = Type the code that your device or program shows. Afterwards you see what it asks for.
device-label = Code
device-hint = Eight letters. Small or large, with or without the stroke.
device-button = Go on
device-yours-title = Only for a device that you use yourself
device-yours = It shows this code now. Whoever had you type another's code would get your data. Nobody calls or writes to you with a code of ours.
device-done-title = Go back to your device
device-done = { $client } goes on by itself within a few seconds. You can close this page.
device-refused-title = Nothing was shared
device-refused = { $client } is told that you said no. You can close this page.
leave-title = Sign out?
leave-client = { $client } sent you here to sign out.
leave-lead = You are then signed out of your account in this browser.
leave-button = Sign out
leave-stay = Stay signed in
left-title = You are signed out
left-lead = You can close this page.
account-prove-title = Show once more that it is you
account-prove-lead = Before something changes that this account is signed in to with, we ask again. It holds for 10 minutes.
account-prove-button = Go on
account-prove-not-link = Back, without changing anything
account-prove-text-title = The code from the text message
account-prove-text-lead = This account has a passkey or an approval app, so that a password is not enough to change it. A code has gone to your phone; one of your printed codes will do too.
account-prove-again-link = Ask for another code
account-passkey-prove = Add or remove passkeys
account-back-link = Back to your account
account-change-password-lead = Every other browser that is signed in will be signed out.
account-change-mail-link = Change mail address
account-change-mail-title = What is your new mail address?
account-change-mail-lead = We send a code to it. Once you typed that, it takes the place of the old address, which is told.
account-change-phone-link = Change number
account-change-phone-title = What is your new mobile number?
account-change-phone-lead = We send a code to it as a text message. Once you typed that, it takes the place of the old number, which is told.
account-change-again-button = Type the address again, for a new code
account-change-mail = The mail address was changed.
account-change-phone = The phone number was changed.
device-android = Android device
device-ios = iPhone or iPad
device-windows = Windows computer
device-mac = Mac computer
device-linux = Linux computer
device-other = Unknown device
account-apps-title = Approval app
account-apps-lead = A phone or tablet of yours approves sign-ins, in place of a password. You can have three.
account-app-activated = Activated
account-app-used = last approved
account-app-blocked = Blocked: it approves nothing
account-app-block = Block this app
account-app-reopen = Let it approve again
account-app-remove = Remove this app
account-app-add = Activate an app
account-session-app = Signed in with the approval app
account-activate-title = Activate the approval app
account-activate-begin-lead = Have the phone or tablet at hand, with its screen lock switched on. We show a picture code for it to scan; it works once, for 3 minutes. There is nothing to install.
account-activate-begin = Show the picture code
account-activate-lead = Scan this picture code with the camera of the phone or tablet, and open the address that it shows.
account-activate-qr = Picture code that activates the app
account-activate-link = Open the address yourself
account-activate-again = Show a new picture code
account-activate-done-title = The app is activated
account-activate-done = This device approves for your account from now on: { $device }. If it is not yours, remove it at once.
account-approve-button = Use the approval app
account-approve-title = Approve on your phone
account-approve-lead = Open the approval app. If this account has one, it asks there now, and wants this number:
account-approve-number = Number
account-approve-continue = I have approved
account-approve-not-yet = It was not approved yet.
account-approve-refused = The sign-in was refused
account-approve-refused-lead = Somebody refused it on the approval app, or typed a wrong number three times.
account-approve-over = The time is over
account-approve-over-lead = Nobody approved in time. Ask again, or sign in another way.
account-approve-other-link = Sign in another way
app-title = Approve
app-none-title = This device approves nothing yet
app-none-lead = Sign in to your account on another device, choose to activate an app, and scan the picture code that appears with this one.
app-for = For the account { $user }
app-nothing-title = Nothing to approve
app-nothing-lead = When you sign in somewhere, this page asks by itself. Keep it on your home screen, so that you find it.
app-push-title = Be notified when something waits
app-push-lead = This device can notify you while the app is closed. The notification says that something waits, and not what. Your browser asks you to allow it.
app-push-button = Notify me
app-push-on = This device notifies you when something waits.
app-push-off = Stop notifying me
app-push-none = This browser shows no notifications of this page. On an iPhone or iPad, put the page on your home screen and open it from there. It asks by itself while it is open.
app-push-note-title = Something waits for you
app-push-note-text = Tap to see who asks, and approve or refuse.
app-asks-title = Is this you?
app-asked-on = Asked on
app-number-label = The number on the other screen
app-number-hint = Two digits. If no screen in front of you shows a number, somebody else asks: refuse.
app-approve = Approve
app-deny = Refuse
app-report = It was not me
app-report-hint = The second button also keeps whoever asks from asking for a day.
app-before-title = Before
app-answer-approved = approved
app-answer-denied = refused
app-answer-reported = refused and reported
app-answer-missed = not answered
app-leave-link = Remove the app from this device
app-leave-title = Remove the app from this device?
app-leave-lead = This device approves nothing any more. Your account, what you verified, and other apps stay. To approve here again, you activate the app anew: for that you must be able to sign in some other way.
app-leave-button = Remove
app-leave-stay = Keep it
app-left = The app was removed from this device.
app-join-title = Make this device an approval app
app-join-lead = It will approve for the account { $user }. Your fingerprint, your face or the code of the device is asked for, and never leaves it. Go on only if you showed the picture code yourself.
app-join-button = Activate
account-change-app-activated = An approval app was activated.
account-change-app-removed = An approval app was removed.
account-change-app-blocked = An approval app was blocked.
account-change-app-reopened = A blocked approval app approves again.
account-export-link = Download your data
account-export-title = Take your data with you
account-export-lead = A file with all that this account has of you: addresses, verified identity, passkeys, apps, browsers, what you approved and agreed to. No passwords or keys are in it. Keep it safe.
account-export-button = Download
account-erase-link = Erase this account
account-erase-title = Erase this account?
account-erase-lead = In 7 days everything that it has of you is gone for good: addresses, verified identity, passkeys, apps, and your sign-in at every service. Until then you can change your mind here. What organisations keep about you themselves stays with them.
account-erase-button = Erase in 7 days
account-erase-not-link = Keep the account
account-erase-keep = Keep it after all
account-erasing-title = This account is going to be erased
account-erasing = Everything goes at this time:
account-change-erasure-asked = The account is to be erased in 7 days.
account-change-erasure-canceled = The account is kept after all.
account-printed-title = Recovery codes
account-printed-about = Ten codes on paper, for when your phone is lost: each takes the place of a text message once, when you choose a new password.
account-printed-none = You have none.
account-printed-left = { $codes ->
        [one] { $codes } is left.
       *[other] { $codes } are left.
    }
account-printed-link = Make new codes
account-printed-lead = We show ten new codes, once. Those that you had are worth nothing from then on. They work from 5 days after they were made, so that nobody who is in for a moment makes some for later.
account-printed-button = Show new codes
account-printed-once = Print this page or write the codes down, and keep them where you keep your passport. Nobody can show them again.
account-printed-done = I have kept them
account-change-recovery-codes = New recovery codes were made.
account-change-recovery-asked = Somebody proved with your document and a live face that the account is theirs, and waits to be let in.
account-change-recovered = The account was opened with a document and a live face.
account-change-recovery-refused = Somebody showed your document with another face, and was refused.
account-change-recovery-stopped = Whoever waited for the account was stopped.
account-change-release-asked = Somebody proved who they are, and wants the account to let go of that identity.
account-change-released = The account let go of the identity that it kept.
account-change-app-transferring = An approval app moves to another device.
account-change-app-transferred = An approval app has moved to another device.
account-change-app-transfer-stopped = No approval app moves to another device: that was stopped.
account-app-from = Takes the place of another app at this time:
app-transfer-link = Move to another device
app-transfer-title = Move to another device
app-transfer-lead = Keep this device until it is done. The new one shows up by a picture code, and takes over after a wait in which you can stop it. Nothing has to be proven again.
app-transfer-button = Approve with this device
app-transfer-scan = Scan this with the camera of the new device.
app-transfer-qr = Picture code that moves the approval app to another device
app-moves-title = This app moves to another device
app-moves = Until this time it goes on approving here:
app-moves-stop = Stop it
app-join-transfer-lead = This device is to take the place of an approval app of { $user }. It approves after a wait; until then the old one does.
account-told-stopped = It is stopped. Nobody was let in.
account-told-forgotten = This browser knows nothing of it any more. What you asked for is stopped.
account-notice-stop-lead = If this is you, close this page and wait. If it is not, stop it. If you think that somebody has your document or your account, block the account as well.
account-notice-stop-button = This is not me: stop it
account-regain-link = Nothing works any more: get in with your document and your face
account-regain-title = Get in again with your document
account-regain-new-lead = For whoever lost phone, password and passkeys. You need the document with which your account knows you, and a camera that sees your face. If the chip was read then, it must be read again. Do all of it on one device.
account-regain-wait-label = Waiting time
account-regain-wait = { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }
account-regain-begin-button = Begin
account-regain-proving-lead = You are proving who you are in this browser, or somebody is looking at it. Come back here when that is done.
account-regain-proving-link = Go on with it
account-regain-not-proven-lead = This could not be used: it did not end verified, was more than a day ago, or your document and face were shown on another device than this one. Go on there, or begin again.
account-regain-unknown-lead = No account here knows you by this document. It may know you by another one that you had, or you never kept your identity in an account. You can open an account now and keep it there.
account-regain-not-alike-lead = The account that knows this document belongs to somebody else, as far as we can see. If it is yours all the same, contact support: somebody has to look at it with you.
account-regain-less-sure-lead = You are proven, but less surely than when your account came to know you. That does not open it. Begin again and do what was missing, or have the account let go of your identity: nobody gets in to it, but you can open another one and keep your identity there.
account-regain-missing-label = What is missing
account-regain-missing-chip = The chip of the document
account-regain-missing-liveness = Video identification of your face
account-regain-missing-level = A verification that reaches the same level of assurance
account-regain-found-lead = There seems to be an account that is yours. Your face is compared with the one that it knows. So that nobody gets in with a stolen document, you have to wait. Mail address and phone of the account are told then and can stop it. Services rely on nobody with this account until then.
account-regain-found-button = This is mine: let me in after the wait
account-regain-release-button = Let go of my identity after the wait
account-regain-again-link = Begin again
account-regain-waiting-lead = Come back to this page, in this browser, when the time has come, and choose a password then. Within a week after that.
account-regain-releasing-lead = The account lets go of your identity at this time, unless somebody who has it stops that. You can open another account then, prove yourself and keep it there.
account-regain-until-label = Not before
account-regain-ready-lead = Your user ID is { $user }. Choose a password. Passkeys, apps, printed codes, sessions and connections to services that the account had end now. Change its mail address and phone afterwards if they are not yours any more.
account-regain-ready-button = Get in
account-regain-stop-button = Stop this, and forget me in this browser
account-regain-stopped-lead = Somebody who has the account stopped this, or its time is over. If the account is yours, begin again, or contact support.
account-regain-done-lead = It is done. Sign in with your new password.
account-regain-released-lead = The account let go of your identity. Open another one, prove yourself and keep it there.
account-recovering-title = Somebody waits for this account
account-recovering-access = Whoever proved with your document and face that it is theirs is let in at this time:
account-recovering-release = Whoever proved to be the person of your identity has the account let go of it at this time:
account-recovering-stop = This is not me: stop it
enrol-regain-title = Back to your account
enrol-regain-text = You are proven. One step is left to get in to your account again.
enrol-regain-link = Go on to your account
enrol-forget-text = Somebody else uses this browser as well?
enrol-forget-button = Forget me here
enrol-forgotten-title = This browser has forgotten you
enrol-forgotten-lead = Whoever uses it next sees nothing of your verification. The verification itself stays as it was.
account-pin-title = PIN of the approval app
account-pin-about = Six digits that the approval app asks for every time, so that nobody approves who only holds your phone.
account-pin-since = Chosen
account-pin-choose-link = Choose a PIN
account-pin-change-link = Change the PIN
account-pin-forgotten-link = Forgot the PIN?
account-pin-lead = Six digits that the approval app asks for every time: no row of digits, no date, nothing from your phone number.
account-pin-present-label = Present PIN
account-pin-present-hint = The one that the app asks for now.
account-pin-new-label = New PIN
account-pin-new-hint = Six digits.
account-pin-again-label = New PIN once more
account-pin-again-hint = The same six digits, since you do not see them.
account-pin-button = Keep this PIN
account-pin-forgotten-title = Forgot the PIN?
account-pin-forgotten-lead = After a waiting time we send a temporary PIN of eight digits to your phone by text message. With it you choose a new one on your account’s page. Mail and phone are told at once, so that you can stop it if it is not you.
account-pin-forgotten-button = Send a temporary PIN
account-pin-waiting = A temporary PIN goes to your phone from this time on:
account-pin-sent = A temporary PIN was sent to your phone. It is taken until:
account-pin-temporary-link = Type the temporary PIN
account-pin-cancel = I do not need it
account-pin-temporary-title = Choose a new PIN
account-pin-temporary-lead = Type the temporary PIN from the text message, and twice the one that you choose.
account-pin-temporary-label = Temporary PIN
account-pin-temporary-hint = Eight digits, from the text message.
account-change-pin = A PIN was chosen for the approval app.
account-change-pin-locked = The PIN of the approval app was wrong too often and is locked.
account-change-pin-forgotten = A temporary PIN was asked for.
app-pin-label = Your PIN
app-pin-hint = The six digits of your account, not the code of this device.
app-pin-missing = Your account has no PIN yet, and without one this app approves nothing.
account-code-apps-title = One-time codes
account-code-apps-about = An app on your phone or computer shows a new code every half minute. Once you have one, your password opens nothing without a code.
account-code-app-added = Added
account-code-app-used = last used
account-code-app-remove = Remove
account-code-app-add = Add an app for codes
account-code-app-title = Add an app for codes
account-code-app-begin-lead = Have an app for one-time codes at hand: most password managers have one built in. From then on each sign-in with your password asks for a code.
account-code-app-begin = Show the picture code
account-code-app-lead = Scan this picture code with the app, then type the code that it shows.
account-code-app-qr = Picture code with the app’s secret
account-code-app-typed = Type the secret into the app yourself
account-code-app-name-label = What you call it
account-code-app-name-hint = For example the phone that it is on.
account-code-app-button = Add this app
account-one-time-label = Code from your app
account-one-time-hint = The six digits that it shows now.
account-second-title = Type a code from your app
account-second-lead = Your password was right. This account asks for a one-time code as well.
account-second-other-link = Sign in some other way
account-session-code = Signed in with password and code
account-session-text = Signed in with a password and a code by text message
account-change-code-app-added = An app for one-time codes was added.
account-change-code-app-removed = An app for one-time codes was removed.
checkup-title = Security check-up
checkup-lead = What keeps your account yours, and what you could still do.
checkup-good = In order
checkup-to-do = Worth doing
checkup-key-good = You can sign in with a passkey or your approval app, which nobody can guess or talk you out of.
checkup-key-advice = Only a password lets you in. Add a passkey or an approval app: nobody can guess it or talk you out of it.
checkup-spare-good = If you lose a device, another one still lets you in.
checkup-spare-advice = If you lose the one device that lets you in, only the password is left. Set up a second one.
checkup-codes-good = Your recovery codes are printed.
checkup-codes-advice = You have few recovery codes or none. Print new ones and keep them where you keep papers.
checkup-identity-good = Your identity is kept: with your document and your face you get in again, whatever you lose.
checkup-identity-advice = No identity is kept here yet. Once an organisation has verified you, keep it: with your document and your face you get in again, whatever you lose.
checkup-used-good = Everything that lets you in was used in the last half year.
checkup-used-advice = Something that lets you in was not used for half a year. Remove what you no longer have.
checkup-browsers-good = No other browser is signed in.
checkup-browsers-advice = Other browsers are signed in as well. End the ones that you do not know.
services-title = Connected services
services-lead = Services that you sign in to with this account, and what they are told.
services-none = None yet. When a service sends you here to sign in, you see it on this page afterwards.
services-told = Is told
services-how = how that was verified
services-others = May also do
services-resources = At
services-since = Since
services-used = Last signed in
services-offline = It may ask for this again without you.
services-end-link = Disconnect
services-end-title = Disconnect this service?
services-end-lead = It is told nothing more, and has to ask you again the next time. What it knows already stays with it; an open session there may go on for a while.
services-end-button = Disconnect
services-keep = Keep it
history-title = What happened
history-lead = Sign-ins, services, answers on the approval app and changes of the last 365 days, the newest first.
history-none = Nothing in this period.
history-kind = What
history-any = Everything
history-kind-sign-in = Sign-ins to the account
history-kind-service = Sign-ins at services
history-kind-consent = What you agreed to
history-kind-approval = Answers on the approval app
history-kind-change = Changes
history-from = From
history-until = Up to and including
history-show = Show
history-json = Download as a file (JSON)
history-older = Earlier
history-service = Signed in at a service
history-consent = Agreed that a service is told more
history-approved = Approved on the approval app
history-denied = Refused on the approval app
history-reported = Refused and reported on the approval app
history-text = In their words
history-asked-by = Asked by
history-account = This account
