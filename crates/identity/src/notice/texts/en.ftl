# Notices in English. Order of every entry: what happened, why, more about it, what to do.
# Reading age 12, never blame, a remedy has one step per line.

topic-connection = Connection and our service
topic-upload = Sending a file
topic-camera = The camera
topic-document = Your document
topic-face = Your face
topic-chip = The chip in your document
topic-registration = How it ended
topic-handover = Going on with your phone
topic-session = Links and sessions
topic-form = Filling in a page
topic-api = The programming interface
topic-review = Reviewing
topic-sign-in = Signing in to work here

action-try-again = Try again
action-cancel = Cancel
action-ok = OK
action-use-another-device = Use another device
action-upload-instead = Upload a photo instead
action-take-again = Take the photo again
action-choose-another-file = Choose another file
action-choose-another-document = Use another document
action-type-by-hand = Type it by hand
action-change-answers = Change it
action-go-back = Go back
action-go-on = Go on
action-stay-signed-in = I need more time
action-reload = Load the page again
action-send-new-link = Get a new link
action-sign-in = Sign in
action-contact-support = Ask for help
action-return-to-organisation = Go back to the organisation
action-read-documentation = Read the documentation

## Connection

no-connection =
    .title = You are not connected to the internet
    .text = Your device has no internet connection right now. Nothing you entered is lost.
    .explanation = No other website would open either. Flight mode may be on, or there is no Wi-Fi or mobile network where the person is.
    .remedy =
        Check that flight mode is off.
        Switch between Wi-Fi and mobile data.
        Then choose “Try again”.
server-unreachable =
    .title = We cannot be reached
    .text = Your device is on the internet, but our server does not answer. Nothing you entered is lost.
    .explanation = A VPN, a proxy or a company network may be in the way, the connection may be too slow, or our server may be down.
    .remedy =
        Switch between Wi-Fi and mobile data.
        Turn off your VPN if you use one.
        Then choose “Try again”.
service-fault =
    .title = Something broke on our side
    .text = Our server answered in a way it should not. This is our fault, and trying again at once will not help.
    .explanation = An internal error, a key that cannot be read, a full disk or an update that failed can cause this. The server's log has the details.
    .remedy =
        Come back in a while.
        If it still does not work, contact support and give them the code below.
unsupported-device =
    .title = This device cannot be used
    .text = We cannot keep your proof of identity safe on this device, because its protection has been changed or is missing.
    .explanation = The device is rooted or jailbroken, or lacks what is needed to protect keys. Nothing can be done on it until it is set back to how its maker delivered it.
    .remedy =
        Use another phone, tablet or computer.
        Or set this device back to how its maker delivered it.
something-went-wrong =
    .title = Something went wrong
    .text = We do not know yet what happened. We are sorry for the trouble.
    .explanation = This is shown for errors that fit no other notice. The code and time help support to find the cause in the log.
    .remedy =
        Try again.
        Close other apps, restart your browser and turn off your VPN.
        If it keeps happening, come back later or contact support.
invite-only =
    .title = You need an invitation for this
    .text = This service is only open to people who were invited. You cannot sign up for it yourself.
    .explanation = The service is set to “by invitation”. An administrator of the organisation can invite the person.
    .remedy =
        Ask the administrator of your organisation to invite you.
        If you were invited, open the link in that message.
push-token-unavailable =
    .title = Messages to your phone could not be set up
    .text = Your phone could not register for messages. The connection is probably unsteady.
    .explanation = The messaging service of the phone's maker gave no address for this device. It needs a steady connection to do so.
    .remedy =
        Check your internet connection.
        Try again when it is steady.
overloaded =
    .title = It is very busy right now
    .text = More people are using this service than it can help at once. Please wait about { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    .explanation = The server turns requests away so that those already being helped can finish. Nothing is lost.
    .remedy =
        Wait a few minutes.
        Then choose “Try again”. You can go on where you were.
technical-difficulties =
    .title = Our service is having problems
    .text = Part of our service does not work at the moment. We are busy repairing it.
    .explanation = The server is unstable or something it depends on is down. The operators can see this in the health page.
    .remedy =
        Close this page and come back later.
        You can go on where you were with the same link, until it expires.
request-timeout =
    .title = That took too long
    .text = Your request did not arrive in full in time, probably because the connection is slow.
    .explanation = The server stops waiting for a request that arrives too slowly, so that others are not held up.
    .remedy =
        Move to a place with a better connection.
        Then choose “Try again”.
page-not-found =
    .title = We cannot find this page
    .text = The address may be mistyped, or the page no longer exists.
    .explanation = Pages of a registration only open with its own link, in the browser that opened that link.
    .remedy =
        Go back and try another way.
        If you followed a link in a message, copy the whole link.
scripts-blocked =
    .title = Your browser does not run scripts here
    .text = The camera on this page needs JavaScript, and your browser has it turned off.
    .explanation = Everything except the live camera works without scripts. An extension or a setting may block them.
    .remedy =
        Allow JavaScript for this page and load it again.
        Or upload a photo instead.

## Sending a file

upload-missing =
    .title = No file was chosen
    .text = We did not receive a photo, because no file was chosen.
    .explanation = The form was sent without a file.
    .remedy = Choose a photo and send it again.
upload-empty =
    .title = The file is empty
    .text = The file you chose has nothing in it, so there is no photo to look at.
    .explanation = The file has a size of 0 bytes. It may still be loading from an online storage.
    .remedy =
        Open the photo on your device to check that it is there.
        Choose it again, or take a new photo.
upload-truncated =
    .title = Part of the photo is missing
    .text = The file stops before the picture is complete. The connection may have broken off.
    .explanation = The image data ends too early. This happens after an interrupted copy or download.
    .remedy =
        Send the photo again.
        If that does not help, take a new photo.
upload-not-an-image =
    .title = This file is not a photo
    .text = We need a photo in JPEG, PNG or WebP format. This file is something else.
    .explanation = The type is recognised by the content, not by the name of the file.
    .remedy = Take a photo of the document or choose a JPEG, PNG or WebP file.
upload-too-large =
    .title = The file is too large
    .text = The photo may be at most { $megabytes } MB. This one is larger.
    .explanation = Larger files are refused before they are read in full.
    .remedy =
        Take the photo with the camera on this page.
        Or make the file smaller and choose it again.
upload-too-many-pixels =
    .title = The photo has too many pixels
    .text = We can look at photos of up to { $megapixels } megapixels. This one has more.
    .explanation = Such pictures would use too much memory. A small file can hold a very large picture.
    .remedy = Choose a lower resolution in your camera, or take the photo on this page.
upload-too-small =
    .title = The photo is too small
    .text = The shorter side of the photo must have at least { $pixels } pixels, or we cannot read it.
    .explanation = It may be a preview or a screenshot instead of the photo itself.
    .remedy =
        Choose the original photo, not a preview.
        Or take a new photo.
upload-animated =
    .title = This is a moving picture
    .text = The file has several pictures in it. We need one photo that stands still.
    .explanation = Animated GIF, PNG and WebP files are refused, since it would not be clear which picture counts.
    .remedy = Take a photo or choose a file with one picture.
upload-heic =
    .title = We cannot open HEIC photos
    .text = This photo is in the HEIC format, which some phones use. We can open JPEG, PNG and WebP.
    .explanation = iPhones save HEIC by default. In the camera settings under “Formats”, “Most Compatible” saves JPEG.
    .remedy =
        Take the photo with the camera on this page.
        Or save the photo as JPEG and choose it again.
upload-pdf =
    .title = We cannot use a PDF
    .text = This file is a PDF. We need a photo of the document itself.
    .explanation = A scan or a PDF hides signs that tell an original from a copy.
    .remedy = Take a photo of the document itself.
upload-unreadable =
    .title = We cannot open this photo
    .text = The file looks like a photo, but it is damaged or of a kind we do not know.
    .explanation = The image decoder refused the file. It may be damaged or use a rare variant of its format.
    .remedy =
        Open the photo on your device to check that it shows.
        Choose it again, or take a new photo.
upload-interrupted =
    .title = The photo did not arrive in full
    .text = The connection broke off while the photo was being sent. Your photo is still on this page.
    .explanation = The request ended before all announced bytes had arrived.
    .remedy =
        Check your connection.
        Then choose “Try again”.

## The camera

camera-refused =
    .title = The camera may not be used yet
    .text = Your browser did not let this page use the camera. It asks before it does.
    .explanation = The question was answered with “block”, or the setting of the browser or the device forbids the camera.
    .remedy =
        Choose the lock or camera sign beside the address and allow the camera.
        Check in your device's settings that the browser may use the camera.
        Then choose “Try again”, or upload a photo instead.
camera-missing =
    .title = We found no camera
    .text = This device has no camera, or it is turned off.
    .explanation = The browser lists no video input. Some laptops have a switch or a cover for the camera.
    .remedy =
        Go on with your phone.
        Or upload a photo instead.
camera-in-use =
    .title = Another app is using the camera
    .text = The camera is there, but another app or tab holds it.
    .explanation = Most devices give the camera to one app at a time. A video call is the usual cause.
    .remedy =
        Close video calls and other apps that use the camera.
        Then choose “Try again”.
camera-unsupported =
    .title = This browser cannot use the camera
    .text = Your browser is too old, or it opened inside another app that has no camera.
    .explanation = The browser does not offer camera access to pages. Browsers built into messaging apps often do not.
    .remedy =
        Open the link in Chrome, Edge, Firefox or Safari.
        Or go on with your phone, or upload a photo instead.
camera-insecure =
    .title = The camera needs a secure connection
    .text = Browsers only allow the camera on addresses that begin with https. This one does not.
    .explanation = The operator has to set up TLS. Only on the same machine may the camera be used without it.
    .remedy = Upload a photo instead.
camera-stopped =
    .title = The camera stopped
    .text = The picture from the camera broke off. It may have been unplugged, or the device went to sleep.
    .explanation = The video track ended. Photos already taken are kept.
    .remedy = Choose “Try again” to start the camera once more.

## Your document

document-not-found =
    .title = We see no document in this photo
    .text = The document is not clear in the photo. It may be too small, covered or hard to tell from what lies under it.
    .explanation = No passport or identity card was found. The most common causes are distance, a busy background and a cover.
    .remedy =
        Take the document out of its cover.
        Put it on a plain surface of another colour.
        Fill the frame with it and take the photo again.
document-cropped =
    .title = Part of the document is cut off
    .text = One or more edges of the document lie outside the photo.
    .explanation = All four corners must be seen, so that nothing is hidden.
    .remedy =
        Hold the camera a little further away.
        Make sure you see all four corners, then take the photo again.
document-unreadable =
    .title = The document is hard to read
    .text = The photo is blurred, too dark, too bright or has shiny spots.
    .explanation = Sharpness and light were measured and are too poor to read the text. Glare on the plastic is the usual cause.
    .remedy =
        Go where there is daylight, away from lamps.
        Tilt the document until no light shines on it.
        Hold still and wait until the picture is sharp.
document-blurred =
    .title = The photo of the document is blurred
    .text = The photo is not sharp enough to read the small text.
    .explanation = Fine detail was measured over the whole document and is below what reading needs. Movement, a near camera that cannot focus or a dirty lens cause it.
    .remedy =
        Wipe the lens with a soft cloth.
        Put the document down flat and hold the camera still above it.
        Wait until the picture is sharp, then take the photo again.
document-too-small =
    .title = The document is too small in the photo
    .text = The camera was too far away, so the text is only a few dots high.
    .explanation = The longer side of the document has fewer pixels than reading needs. Photos that were made smaller by a messaging app have the same problem.
    .remedy =
        Move the camera closer, until the document nearly fills the picture.
        Take the photo again with all four corners in it.
document-too-dark =
    .title = The photo of the document is too dark
    .text = There was too little light, so text and portrait are hard to see.
    .explanation = Even the lightest parts of the document are dark in the photo.
    .remedy =
        Switch on more light, or go to a window.
        Make sure that your own shadow does not fall on the document.
        Take the photo again.
document-too-bright =
    .title = The photo of the document is too bright
    .text = So much light reached the camera that most of the document turned white.
    .explanation = Nearly all of the document is at the camera's limit, so what is printed there is lost.
    .remedy =
        Move away from direct sun and switch off the flash.
        Tap the document on the screen so that the camera sets itself to it.
        Take the photo again.
document-glare =
    .title = A light is mirrored in the document
    .text = A shiny spot covers part of the document, and what lies under it cannot be seen.
    .explanation = The spot is larger than the policy allows, or it covers the portrait or the machine-readable zone. Plastic and security film mirror lamps, windows and the flash.
    .remedy =
        Switch off the flash.
        Turn or tilt the document until the spot has gone.
        Daylight from the side is best.
document-covered =
    .title = Something covers part of the document
    .text = A finger or another thing lies over the portrait or over the lines at the bottom.
    .explanation = What is covered cannot be checked. Portrait and lines must be seen whole.
    .remedy =
        Put the document on a table and take your hands off it.
        Take it out of its cover and remove what lies on it.
        Take the photo again.
document-from-screen =
    .title = This is a photo of a screen
    .text = The photo shows a picture of a document on a screen. We need the document itself.
    .explanation = The fine grid of a screen was measured in the photo. Pictures of documents on phones and computers are not taken.
    .remedy =
        Put the document itself on a table.
        Take the photo again in daylight, away from screens.
document-black-and-white =
    .title = This is a black-and-white copy
    .text = The document in the photo has no colours. We need the document itself, in colour.
    .explanation = The colours of the document were measured and are all alike, as on a photocopy or with a camera set to grey.
    .remedy =
        Put the document itself on a table, not a copy.
        Set your camera to colour.
        Take the photo again.
document-printed =
    .title = This is a print of a document
    .text = The photo shows a printed copy. We need the document itself.
    .explanation = The regular dots of a printer were measured in the photo. Prints and photocopies are not taken.
    .remedy =
        Put the document itself on a table, not a copy.
        Take the photo again in daylight.
document-screenshot =
    .title = This is a screenshot
    .text = The picture was taken from a screen and not with a camera. A picture from a document app counts as one too.
    .explanation = The picture has areas without any of a camera's noise, as only drawn pictures have. Screenshots are not taken, those of official apps included.
    .remedy =
        Take your passport or card in your hand.
        Photograph it with the camera.
document-copy-suspected =
    .title = We want a closer look at this photo
    .text = Something in the photo looks as it does on copies. That may be chance, so a person looks at it.
    .explanation = A measure lies between what documents show and what copies show. Nothing is refused for it; a moderator decides.
    .remedy =
        You need not do anything: we tell you the outcome.
        If you sent a copy, start again with the document itself.
document-edges-unseen =
    .title = The document's edges could not be made out
    .text = The document does not stand out from what lies around it, or it fills the picture to the border.
    .explanation = Whether a part was cut off could not be measured, so sharpness, light and glare were measured on the whole picture.
    .remedy = Look at the picture: are all four corners there?
document-side-missing =
    .title = One side of the document is missing
    .text = A card has two sides, and we need a photo of both.
    .explanation = The service asks for front and back of a card. Passports only need the page with the photo.
    .remedy = Turn the card over and photograph the other side.
document-same-side =
    .title = Both photos show the same side
    .text = We need the front and the back, but these photos look like the same side.
    .explanation = The two pictures resemble each other too much, or both show the zone or the portrait.
    .remedy =
        Turn the document over.
        Photograph the side that is still missing.
portrait-instead-of-document =
    .title = This is a photo of a face, not of a document
    .text = We asked for your document and received a portrait.
    .explanation = A face fills the picture and no document was found. Passport photos on paper are not a document.
    .remedy = Photograph the whole page or card, with your photo and the text on it.
document-kind-differs =
    .title = This is another kind of document
    .text = You chose one kind of document, but the photo shows another.
    .explanation = The machine-readable zone says which kind it is, such as passport or identity card.
    .remedy =
        Photograph the document you chose.
        Or go back and choose the document that you have.
specimen-document =
    .title = This is a sample document
    .text = The document is marked as a specimen. Such documents belong to nobody and prove nothing.
    .explanation = The zone or the number is that of a published specimen. They are only accepted in test mode.
    .remedy = Use your own passport or identity card.
zone-not-found =
    .title = We cannot find the lines with the < signs
    .text = Passports and cards have two or three lines of letters and < signs. We cannot see them in this photo.
    .explanation = The machine-readable zone was not found or could not be read. It is at the bottom of a passport's photo page and mostly on the back of a card.
    .remedy =
        Make sure the whole strip with the < signs is in the photo, flat and without glare.
        Or type the lines by hand.
zone-check-digit-wrong =
    .title = The lines with the < signs do not add up
    .text = Some digits in those lines check the others, and they do not agree. We probably misread a letter.
    .explanation = A check digit of the machine-readable zone differs from its field and no proven repair was found. Glare or dirt may hide a character.
    .remedy =
        Clean the document and take the photo again without glare.
        Or type the lines by hand.
zone-repaired =
    .title = A misread character was repaired
    .text = One character of the machine-readable zone was read wrongly, and the check digit proves the repair.
    .explanation = Only repairs that make every check digit agree, and are the only ones to do so, are made.
    .remedy = Compare the zone in the photo with the fields.
zone-typed =
    .title = The zone was typed by hand
    .text = The person typed the machine-readable zone. Its check digits agree, but no photo confirms it.
    .explanation = Typed values can be copied from anywhere. The policy decides how much they count.
    .remedy = Compare the typed lines with the photo of the document.
zone-differs =
    .title = What was typed differs from the photograph
    .text = The lines that you typed are not those in the photograph of your document.
    .explanation = All check digits of the zone in the photograph agree, so it was read reliably. What was typed counts for nothing against it.
    .remedy =
        Photograph the document that belongs to what you typed.
        Or copy the lines once more, letter by letter.
typed-zone-malformed =
    .title = The typed lines do not have the right length
    .text = A document has 2 lines of 44 or 36 characters, or 3 lines of 30. What you typed is different.
    .explanation = Formats TD1, TD2, TD3 and the two visa formats are known. Only A to Z, 0 to 9 and < occur.
    .remedy =
        Type every line in full, with all < signs.
        Check that no character is missing or doubled.
typed-zone-check-digit-wrong =
    .title = The typed lines do not add up
    .text = Some digits check the others, and they do not agree yet. One character is probably different on your document.
    .explanation = A check digit differs from its field. The letter O and the digit 0, I and 1, and B and 8 are often mixed up.
    .remedy =
        Compare every character with your document.
        Look twice at O and 0, I and 1, B and 8, S and 5.
document-expired =
    .title = Your document has expired
    .text = The date until which it can be used has passed.
    .explanation = The date of expiry comes from the machine-readable zone.
    .remedy =
        Use another document that has not expired.
        If you have none, ask the organisation what else is possible.
dates-impossible =
    .title = The dates on the document cannot be right
    .text = A date we read does not exist, or it comes before one it should follow. We may have misread it.
    .explanation = Birth, issue and expiry must be real dates in that order.
    .remedy =
        Take the photo again without glare.
        Or correct what we read.
state-unknown =
    .title = We do not know the country on the document
    .text = The letters for the country are not on the list we know. We may have misread them.
    .explanation = Three-letter codes for issuing state and nationality are compared with the official list for travel documents.
    .remedy =
        Take the photo again without glare.
        Or use another document.
fields-differ =
    .title = The document says two different things
    .text = What is printed on your document does not seem to be what its lines for machines say. One of our people will look at it.
    .explanation = Names, dates and numbers stand on the document twice: as people read them, and in the lines with the < signs. The two were compared by the international rules for writing names in the letters A to Z.
    .remedy =
        If the photo is blurred or has a reflection on it, take it again.
        If the document itself has a mistake, ask the authority that issued it.
fields-unread =
    .title = The print was not read
    .text = What is printed beside the zone could not be read, or not surely, so it was not compared with the zone.
    .explanation = This happens where the program that reads print is not installed, where its language is missing, or where the photograph is poor. The command `bonafide config check` says which.
    .remedy = Compare the print with the zone yourself.
barcode-differs =
    .title = A code on the document says something else
    .text = What a code on your document says does not seem to be what is printed on it. One of our people will look at it.
    .explanation = Some documents repeat what is printed on them in a code of small squares or bars. The two were compared.
    .remedy =
        If a code is blurred or has a reflection on it, take the photo again.
        If the document itself has a mistake, ask the authority that issued it.
barcode-uncompared =
    .title = A code was not compared
    .text = There is a code on the document, but it holds nothing that could be compared with the print.
    .explanation = Only codes that are known to hold a machine-readable zone, a licence record or a national number are compared. Of any other code nothing is kept, and an address in it is never opened.
    .remedy = Nothing needs to be done.
national-number-wrong =
    .title = The national number cannot be right
    .text = The national number that was read from your document does not follow the rules for such numbers. One of our people will look at it.
    .explanation = A national number has a check digit or a birth date in it that shows when a digit was misread.
    .remedy = If the photo is blurred or has a reflection on it, take it again.
national-number-differs =
    .title = The national number does not fit
    .text = The national number on your document belongs to another date of birth or sex than the document states. One of our people will look at it.
    .explanation = In some countries the national number contains its holder's date of birth and sex.
    .remedy =
        If the photo is blurred or has a reflection on it, take it again.
        If the document itself has a mistake, ask the authority that issued it.
national-number-unreadable =
    .title = No national number was made out
    .text = What stands in the national number's place does not have as many digits as such a number has.
    .explanation = It was misread, or the document carries something else there.
    .remedy = Compare it with the photograph.
national-number-unchecked =
    .title = The national number has nothing to check it by
    .text = The number does not keep the eleven test.
    .explanation = Danish numbers given out since 1 October 2007 need not keep it, so this proves nothing, but older numbers do.
    .remedy = Compare the number with the photograph.
fields-corrected =
    .title = Your answers differ from the document
    .text = You changed something that the document states in another way. A person will have a look at it.
    .explanation = A corrected value does not count as verified until a check digit, a chip or a moderator confirms it.
    .remedy =
        If you made a slip, change it back.
        If the document was misread, take the photo again.
too-young =
    .title = You are too young for this service
    .text = This service is for people of { $years } and over. The document says that you are younger.
    .explanation = The age is counted from the date of birth in the document on the day of the check.
    .remedy = Ask the organisation whether a parent or guardian can do this for you.
document-already-used =
    .title = We need to look at this ourselves
    .text = We cannot decide this automatically. One of our people will look at it.
    .explanation = A document with this number has already proved somebody with another name or birth date. A moderator decides; the person is not told about the other registration.
    .remedy = You do not have to do anything. You will hear from us.
same-image-again =
    .title = We have seen this photo already
    .text = This is the same file as before, so it cannot show anything new.
    .explanation = The content of the file equals that of an earlier photo in this registration.
    .remedy = Take a new photo.

## Your face

face-not-found =
    .title = We see no face in this photo
    .text = Your face is covered, turned away, too dark or outside the picture.
    .explanation = No face was found in the selfie.
    .remedy =
        Take off sunglasses, cap or mask and move hair from your face.
        Turn towards the light and look straight at the camera.
        Keep your whole face in the oval.
several-faces =
    .title = There is more than one face in the photo
    .text = We need a photo with only you in it.
    .explanation = More than one face was found. Posters and pictures on the wall count too.
    .remedy = Make sure nobody else and no picture of a person is behind you, then take the photo again.
face-too-small =
    .title = Your face is too far away
    .text = Your face is too small in the photo to be compared.
    .explanation = The distance between the edges of the face is less than the least the comparison needs.
    .remedy = Come closer until your face fills the oval, then take the photo again.
face-off-frame =
    .title = Your face is not wholly in the oval
    .text = Part of your face lies outside the oval, or you are too close.
    .explanation = The points of the face reach beyond the oval around the middle of the picture.
    .remedy = Move until your whole face, from forehead to chin, is inside the oval, then take the photo again.
face-blurred =
    .title = The photo of your face is not sharp
    .text = We cannot see enough detail in your face.
    .explanation = Sharpness or contrast of the face is below the policy's limit. Movement, a smeared lens and haze cause this.
    .remedy =
        Wipe the camera lens.
        Hold the phone with both hands and keep still.
        Take the photo again.
eyes-turned-away =
    .title = You are not looking at the camera
    .text = Your eyes look to one side in the photo.
    .explanation = The irises stand further from the middle of the eyes than the policy allows.
    .remedy = Look into the camera itself, not at your picture on the screen, then take the photo again.
face-too-dark =
    .title = Your face is too dark
    .text = There is too little light on your face.
    .explanation = The mean brightness of the face is below the policy's limit.
    .remedy =
        Turn towards a window or a lamp.
        Have no bright light behind you.
face-too-bright =
    .title = Your face is too bright
    .text = There is so much light on your face that details are lost.
    .explanation = The mean brightness of the face is above the policy's limit.
    .remedy =
        Step out of direct sunlight or away from the lamp.
        Turn off the flash.
eyes-closed =
    .title = Your eyes are not open
    .text = At least one eye is shut or nearly shut in the photo.
    .explanation = The gap between the lids is smaller than the policy allows.
    .remedy = Open both eyes normally, wait for the next blink to pass, and take the photo again.
face-covered =
    .title = Something covers part of your face
    .text = Hair, a hand or something else hides part of your face.
    .explanation = Parts of forehead, cheeks or the skin around the eyes do not look like the rest of the face.
    .remedy =
        Move your hair out of your face.
        Keep hands, scarf and phone away from it.
        Take the photo again.
face-turned =
    .title = Your head is not straight
    .text = Your head is turned, tilted, raised or lowered.
    .explanation = One of the three angles of the head is larger than the policy allows.
    .remedy = Hold the camera at the height of your eyes, face it straight, and take the photo again.
background-uneven =
    .title = There is too much behind you
    .text = We need a photo before a plain background.
    .explanation = A large part of what is seen beside the head differs in colour or is patterned.
    .remedy = Stand before a plain wall without pictures or shelves, then take the photo again.
light-uneven =
    .title = One side of your face is in shadow
    .text = The light comes from one side.
    .explanation = One half of the face is much darker than the other.
    .remedy = Turn until the light falls on your face from the front, then take the photo again.
face-mismatch =
    .title = Your selfie does not look like the photo on the document
    .text = We compared the two faces, and they differ too much.
    .explanation = Old or poor passport photos, strong light from one side, glasses and a new look can cause this.
    .remedy =
        Take the selfie in even light, with your face straight to the camera.
        Take off your glasses if you wear none on the document.
        Or use a document with a newer photo.
face-uncertain =
    .title = We cannot tell whether it is you
    .text = The faces look neither clearly alike nor clearly different. Your looks may have changed since that photo.
    .explanation = The measured distance lies between the two limits of the policy. A better selfie often settles it; otherwise a moderator decides.
    .remedy =
        Go to a place with even light.
        Look straight at the camera and keep still.
        Take the selfie again.
portrait-not-found =
    .title = We see no photo of you on the document
    .text = We look for the photo on your document and cannot find it.
    .explanation = No face was found on the front of the document. A finger, glare or a cover may hide it, or it is the wrong side.
    .remedy =
        Photograph the side with your photo.
        Keep fingers and light off the photo.
portrait-too-poor =
    .title = The photo on the document is not clear enough
    .text = Your portrait on the document is too small or too faint in our picture. That says nothing about you.
    .explanation = The portrait has too few pixels or too little detail for a fair comparison, so none was made.
    .remedy =
        Hold the camera closer and take the photo again in daylight.
        If your document is worn, use another one.
portrait-as-selfie =
    .title = This is the photo from the document
    .text = The selfie shows the same picture as the document. We need a new photo of you.
    .explanation = The selfie and the portrait are nearly the same picture, which two photos of a living person never are.
    .remedy = Take a selfie with the camera now.
face-already-used =
    .title = A similar face was verified before
    .text = A face that lies near this one was verified with another document. A moderator compares the two.
    .explanation = The face of the selfie was looked for among those of the people whom this organisation verified, one to many. Twins and siblings are found as well, and in a large crowd strangers are: the distance proves nothing. The person is not told, and whose face it was is told to nobody: moderators see the pictures alone.
    .remedy = Compare the two pictures, then decide. Accept people who changed their document or who merely look alike.
prompt-not-followed =
    .title = We did not see what we asked for
    .text = A movement was not made, was too small or too fast, or did not come in its time.
    .explanation = The movement measured in the prompt's time is smaller than the policy asks for, or another one was made.
    .remedy =
        Wait for each prompt and do just that, slowly and clearly.
        Then look straight at the camera until the next one.
        If you cannot make these movements, choose another way.
face-flat =
    .title = We cannot tell that you are there in person
    .text = Your face moved as a flat picture would.
    .explanation = When the head moved, its points kept too close to what a flat surface explains.
    .remedy =
        Hold the camera at arm's length at the height of your eyes.
        Move your head, not the phone, until we say that it is enough.
face-changed =
    .title = The face changed on the way
    .text = We must see the same person from beginning to end.
    .explanation = The face differs from the one at the beginning, or jumped from one frame to the next.
    .remedy =
        Let nobody else come before the camera.
        Stay in the picture and move slowly, then try again.
frames-missing =
    .title = Too few pictures reached us
    .text = The connection or the device was too slow to follow your movements.
    .explanation = While a prompt ran, fewer frames came than the policy asks for, or none for too long.
    .remedy =
        Close other apps and pages.
        Move to where the connection is better, then try again.
        Or use another device.
frames-repeated =
    .title = The camera keeps sending the same picture
    .text = The pictures that reached us do not change as those of a camera do.
    .explanation = Frames came more than once, or large parts of them did not change at all. Software that stands between camera and browser does that.
    .remedy =
        Turn off programs that change the camera's picture.
        Choose the camera of the device itself, then try again.
screen-recaptured =
    .title = It looks as if the camera sees a screen
    .text = We need you in front of the camera, not a picture of you.
    .explanation = The frames show a regular pattern as the dots of a screen make it.
    .remedy =
        Clean the camera lens, and stand before a wall without fine patterns.
        Look into the camera yourself, then try again.
light-not-followed =
    .title = We could not see the screen’s colours on your face
    .text = At the end of the film the screen showed colours. Their light should fall on your face.
    .explanation = The colour of the skin did not change as the screen did. In bright light or far from the screen that happens to anybody.
    .remedy =
        Go to a darker place, away from the sun and bright lamps.
        Turn the brightness of your screen up, and night colours off.
        Hold the screen closer, and look straight at it until the film ends.
frames-wrong =
    .title = What reached us is not a film
    .text = Pictures came in the wrong order, too many at once, or in a form that a camera page does not send.
    .explanation = A frame had the wrong number, was too large, came too fast, or was no JPEG picture. A broken connection or software between browser and camera does that.
    .remedy =
        Turn off programs that change pages or the camera's picture.
        Load the page again and try once more.
        Or use another device.
capture-suspicious =
    .title = We are not sure that a camera took the film
    .text = Software may stand between your camera and us. A person will look at your registration.
    .explanation = The browser named a virtual camera, or frames came at intervals as even as no camera keeps them. That proves nothing, so a moderator decides.
    .remedy =
        You need not do anything now.
        If we ask again, choose the camera of the device itself.
liveness-unsure =
    .title = We are not sure yet that you are there in person
    .text = The film did not show enough. Light, movement or the camera may be the cause.
    .explanation = One of the tests that tell a living person from a picture did not hold. Which one is not told to whoever was filmed.
    .remedy =
        Face the light, before a wall without fine patterns.
        Hold the camera still at arm's length, and move your head, not the phone.
        Use the camera of the device itself, without programs that change its picture.
camera-poor =
    .title = The camera showed little
    .text = The person went on with a camera that has low resolution, gives few pictures, or stayed dark or blurred.
    .explanation = The page said so of its own camera. It may say anything, so this only warns.
    .remedy = Look whether the picture shows enough to decide by.
camera-unguided =
    .title = Taken without guidance
    .text = The person's browser could not run the guide, and they went on without it.
    .explanation = The page said so of itself. It may say anything, so this only warns.
    .remedy = Look whether the picture shows enough to decide by.
liveness-other-way =
    .title = You chose another way than video identification
    .text = You sent a photo instead of a film. A person will look at your registration.
    .explanation = A photograph does not prove that a living person was in front of the camera, so a moderator decides.
    .remedy = You need not do anything now. We tell you when somebody has looked.
liveness-blocked =
    .title = Video identification is paused for a while
    .text = There were too many attempts that did not work. You can try again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    .explanation = Failures count by account, document, face, browser and network, so that a new registration does not start them again. Each pause is longer than the one before, and ends by itself.
    .remedy =
        Wait until the time is over; this page then lets you begin.
        Meanwhile find even light from the front, and a place where your face fills the oval.
        Or choose another way.
liveness-replaced =
    .title = Video identification was begun somewhere else
    .text = Another window or device went on with it, so this one stopped.
    .explanation = Of several films at once only the last that was begun counts. Each of them is an attempt.
    .remedy =
        Close the other windows.
        Load this page again.
liveness-not-performed =
    .title = Liveness was not checked
    .text = Nothing proves that a living person was in front of the camera. The level of assurance stays low.
    .explanation = The service does not ask for a liveness check.
    .remedy = Choose a service with a liveness check where a higher level is needed.

## The chip in your document

chip-not-read =
    .title = The chip was not read
    .text = You went on without the chip. Nothing shows better that a document is genuine, so without it a person may have to look.
    .explanation = The step with the chip was skipped, or no reading came to its end. The policy says whether the chip is required, preferred or not needed.
    .remedy =
        Read the chip after all, if you can.
        If you cannot, ask the organisation what else is possible.
chip-signature-wrong =
    .title = The signature on the chip could not be confirmed
    .text = What is on a chip is signed by the country that issued the document. On this chip the signature does not fit what is there. That says nothing about you.
    .explanation = Passive authentication: the signature in EF.SOD does not verify under the signer's certificate, or that certificate was not signed by the CSCA that it names. A mistake in production or files changed on the way can also cause it.
    .remedy =
        Use another document.
        If you have none, ask the organisation what else is possible.
chip-data-altered =
    .title = What is on the chip differs from what was signed
    .text = Part of the data on the chip is not as the country signed it. It may have been damaged or changed, on the chip or on the way to us.
    .explanation = Passive authentication: the hash of at least one data group differs from the list in EF.SOD, or a group that was read is not on that list. The report names the groups.
    .remedy =
        Read the chip again.
        If nothing changes, use another document.
chip-issuer-unknown =
    .title = We do not know who signed this chip
    .text = The certificate of the country that made this document is not on our list. So one of our people looks at it.
    .explanation = Passive authentication: no CSCA certificate in the trust store issued the signer's. Often only a newer master list of the country or of ICAO is missing; an operator can import it.
    .remedy = You do not have to do anything. You will hear from us.
chip-signer-revoked =
    .title = The certificate behind this chip was withdrawn
    .text = The country has withdrawn the key that this chip was signed with. Documents signed with it no longer count here. That need not have anything to do with you.
    .explanation = The serial number of the signer, or of a CSCA above it, is on a CRL of the country. One signer stands behind thousands of documents; keys are also withdrawn after a mistake in production.
    .remedy =
        Use another document.
        Ask the office that issued this one whether it can be replaced.
chip-signer-expired =
    .title = The certificate behind this chip has expired
    .text = The key that the country signed this chip with could be used until a date that has passed.
    .explanation = The signer, or a CSCA above it, is outside its period. A chip holds no time of signing that can be relied on, so the moment of reading counts. Countries mostly let a signer outlive its documents.
    .remedy =
        Use another document.
        If you have none, ask the organisation what else is possible.
chip-copied =
    .title = The chip could not prove that it is the original
    .text = A genuine chip answers a question with a key that never leaves it. No fitting answer came. The chip may be broken, or it is not the one that the country put in. That says nothing about you.
    .explanation = Active authentication, chip authentication or PACE-CAM failed: the answer does not verify under the public key in DG15 or DG14, which the country signed. A copy has the files but not the private key. A broken chip can look the same.
    .remedy =
        Read the chip again, if possible with another phone or reader.
        If nothing changes, use another document.
chip-proof-missing =
    .title = The chip did not show its proof
    .text = The chip of this document has a key to prove that it is the original, but the proof did not reach us.
    .explanation = The signed list names DG14 or DG15, so the chip can do chip or active authentication. Still the group was not read, or the proof not asked for. A reader that leaves it out, a lost contact and a copy look the same here.
    .remedy =
        Read the chip again and keep everything still until the end.
        If that does not help, try another phone or reader.
chip-not-proven =
    .title = The data is genuine, where it comes from is not proven
    .text = The country signed what we read. That it comes from the original chip, and not from a copy, could not be proven.
    .explanation = Evidence class C: passive authentication succeeded, without active or chip authentication. Older chips have no key of their own, and some apps do not ask for the proof. The policy decides how much this counts.
    .remedy = You do not have to do anything. If we need more, we will say so here.
chip-differs =
    .title = The chip and the printed document differ
    .text = The chip says something else than what is printed on the document. We may have misread the print.
    .explanation = DG1 and DG11 were compared with the machine-readable zone and the fields. The chip of another document, a misread character or a changed page can cause this.
    .remedy =
        Check that you read the chip of the document that you photographed.
        Photograph the document again without glare.
chip-portrait-unreadable =
    .title = The photo on the chip could not be opened
    .text = The photo on the chip is damaged or of a kind we do not know. The rest of the chip was read.
    .explanation = DG2 holds no picture that can be decoded. ISO 19794-5 and 39794-5 with JPEG and JPEG 2000 are known, up to a certain size. The printed portrait can be compared with instead.
    .remedy = You do not have to do anything. If we need you, we will say so here.
chip-portrait-differs =
    .title = The photo on the chip does not look like the printed one
    .text = We compared the photo on the chip with the one printed on the document, and they differ too much. Glare or blur in our picture can be the reason.
    .explanation = The measured distance between the two faces is above the policy's limit. Both mostly come from the same picture. The chip of another document, a poor photo of the page or a changed portrait can cause this.
    .remedy =
        Photograph the side with your photo again, without glare.
        Check that the chip belongs to the same document.
        If nothing changes, use another document.
document-reported-lost =
    .title = This document is listed as lost or stolen
    .text = Its number is in a register of lost and stolen documents. That can be so even if you reported it yourself and found it again later.
    .explanation = Looking up number and issuing state found an entry, in the register or on the operator's own list. Entries are seldom taken back, even when the document turns up.
    .remedy =
        Use another document.
        If you reported it yourself, ask the office that issued it whether it still counts.
chip-not-found =
    .title = We have not found a chip yet
    .text = The reader does not feel a chip. It may be in another spot, or there is a cover in between.
    .explanation = The reader reports no chip in its field. Not every document has one: those that do bear a small sign, a rectangle with a circle in it.
    .remedy =
        Take covers and cases off the document, the phone and the reader.
        Move the document slowly, and wait a few seconds in each spot.
        Try the other side of the document too.
chip-contact-lost =
    .title = The contact with the chip was lost
    .text = The document or the reader moved before everything was read. What you did before is kept.
    .explanation = The radio contact broke off in the middle of the reading. Where the protocol allows it, the reading goes on where it stopped.
    .remedy =
        Put the document back on the reader.
        Let both lie, and do not touch them until all dots are full.
chip-too-slow =
    .title = The chip answers too slowly
    .text = The reading took longer than we can wait. The chip gets too little power, or the connection is slow.
    .explanation = The time for one command or for the whole reading was over. A weak field makes a chip slow, and a slow connection of the reader adds to every answer.
    .remedy =
        Move the document until it lies right on the antenna.
        Go to a place with a better connection.
        Then try again, or take another reader.
chip-key-wrong =
    .title = The chip does not open with these details
    .text = A chip opens with the number and the dates printed on the document, or with its card access number. One character is probably different.
    .explanation = BAC or PACE failed: the key made from document number, date of birth and date of expiry, or from the CAN, is not that of the chip. When a zone is read, O and 0, I and 1, B and 8, S and 5 are often mixed up.
    .remedy =
        Compare the number and both dates with your document.
        Look twice at O and 0, I and 1, B and 8, S and 5.
        If your document has a card access number, try that.
chip-access-refused =
    .title = The chip does not let us in
    .text = The chip refused access. Some chips do so for a while after they were tried with other details.
    .explanation = The chip answered a command that should open it with an error code. After several failures some chips slow down or ask for another key; others only open with PACE and the CAN.
    .remedy =
        Take the document off the reader, wait a minute and put it back.
        Compare the number and the dates with your document.
        Then try again.
chip-damaged =
    .title = The chip seems to be damaged
    .text = The chip answers, but parts of it cannot be read. That happens when a document was bent or got wet.
    .explanation = Commands fail again and again in the same place, or a file is not built as it should be. So the signature was not judged.
    .remedy =
        Try once more, if possible with another reader.
        Or use another document.
chip-unsupported =
    .title = We cannot read this kind of chip
    .text = The chip answers, but not like the chips of passports and identity cards that we know.
    .explanation = It has no eMRTD application, or it asks for a protocol or parameters that we do not know. A bank card or travel card near the reader can answer in place of the document.
    .remedy =
        Check that only the document lies on the reader, and try again.
        Use another document, or go on without the chip if the page offers that.
chip-interference =
    .title = The connection with the chip was disturbed
    .text = What reached us was not what the chip sent. We stopped to protect your data.
    .explanation = Secure messaging: the MAC of an answer did not fit, or the protection was missing. The session ended at once, without falling back to a weaker way. A faulty reader, a second card in the field or somebody in between can cause it.
    .remedy =
        Move other cards away from the reader.
        Try at another place, or with another reader that you trust.
chip-other-reader =
    .title = Try another phone or reader
    .text = This reader and this chip do not get on well. That happens, and another one often manages.
    .explanation = Reading broke off several times with this reader, although the key was right. Readers differ in the strength of their field, the place of their antenna and the length of their messages.
    .remedy = Take another phone or reader, and get a new code for it.
chip-reader-gone =
    .title = We no longer hear your reader
    .text = The connection between your reader and our server broke off. What was read is kept for a little while.
    .explanation = The WebSocket closed, or nothing came for too long. For a short time the reader can resume, and it does so by itself.
    .remedy =
        Check that the reader's program is running and is on the internet.
        If it does not come back, get a new code.
chip-reader-refused =
    .title = Somebody said no at the reader
    .text = This reading was refused on the reader's screen, so we stopped. Nothing was read.
    .explanation = Whoever was at the reader did not confirm the number. The code is used up.
    .remedy =
        If it was a slip, begin again with a new code.
        If you do not know whose reader it is, stop and tell the organisation.
chip-interrupted =
    .title = The reading was interrupted on our side
    .text = Our server started anew while your chip was being read. The steps that you did before are kept.
    .explanation = The keys of a reading are only in memory and go with the process. Nothing that was half read is stored.
    .remedy = Begin the reading again with a new code.
chip-closed =
    .title = This reading is over
    .text = It was ended on the page: by its person, or because the chip was read or skipped in another way.
    .explanation = A reading ends when its page stops it, makes a new code, goes on without the chip, or gets the chip's files from another reader.
    .remedy =
        Look at the page: it shows how things go on.
        If it asks for the chip, get a new code there.
chip-code-wrong =
    .title = We do not know this code
    .text = One character was typed differently, or a reader has used the code already. Each code works once.
    .explanation = No open pairing has this code. It may also belong to another server.
    .remedy =
        Compare the code with the one on the page.
        If it has been used, get a new one there.
chip-code-expired =
    .title = This code has expired
    .text = A code for the reader works for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Nothing you did is lost.
    .explanation = The code is short-lived, so that nobody can use it later.
    .remedy = Get a new code on the page and enter it at the reader.
chip-too-many-codes =
    .title = That is enough codes for now
    .text = To protect you, only a few codes can be made or tried in a short time.
    .explanation = The limit keeps anyone from guessing codes.
    .remedy = Wait a few minutes, then try again.
chip-reader-busy =
    .title = Another reader is connected already
    .text = Only one reader at a time can read for you, and there is one already.
    .explanation = A pairing belongs to the first reader that used its code. If that was not the person's own, stopping the reading on the page cuts it off.
    .remedy =
        Go on with that reader.
        Or stop the reading on the page and get a new code.
chip-number-differs =
    .title = The two screens show different numbers
    .text = Then your page may be connected with somebody else's reader. We stopped before anything was read.
    .explanation = Page and reader show the same number for one pairing. A code with another character leads here, and so does somebody who tries to slip another reader in.
    .remedy =
        Do not go on with this code.
        Close the reader's program and get a new code.
        Did someone you do not know ask you to do this? Then stop and tell the organisation.
chip-files-unreadable =
    .title = The chip files cannot be read
    .text = The files that were handed over are not those of a document's chip, are cut off or are not base64.
    .explanation = Data groups are expected by name, as base64 in JSON, whole, with tag and length. EF.SOD must be among them. “errors” has a JSON pointer for each file.
    .remedy =
        Correct the files that “errors” lists.
        Hand over the bytes as the chip gave them.
chip-files-not-accepted =
    .title = Files from other readers are not accepted here
    .text = The service's policy only believes chips that our server reads itself.
    .explanation = Whoever hands over files has to be trusted not to mix up people, so a policy has to allow it: “foreign_readers” is true in one that does. A session keeps the policy that it began with.
    .remedy =
        Let the person read the chip on the page instead.
        Or ask the operator for a policy that allows foreign readers, and open a new session.
chip-not-expected =
    .title = The session does not ask for the chip now
    .text = Files and challenges are taken while it is the chip's turn: after the photograph of the document was read, and until the chip was.
    .explanation = The service may not have the step “chip”, the document may not have been read yet, or somebody was faster: the person went on without the chip, or another reader finished first.
    .remedy =
        Read the session. If it requires input, try again in a few seconds.
        If the chip step is done, nothing is left to do.
chip-challenge-unknown =
    .title = This challenge is not open for the session
    .text = It was used, has expired, was replaced by a newer one, or belongs to another session. Nothing was taken.
    .explanation = A challenge is drawn for one session, works once and for ten minutes. A signature over any other number proves nothing: it could have been recorded earlier.
    .remedy =
        Ask for a new challenge.
        Let the chip sign it, and hand over the files again.
        Or leave out challenge and signature: then the files count as class C.
chip-key-malformed =
    .title = No chip can be opened with this
    .text = A document number has letters and digits, a date has a day, a month and a year, and a card access number has six digits.
    .explanation = What was typed cannot be part of a key: a character other than A to Z and 0 to 9, a date that does not exist, or a CAN that does not have six digits.
    .remedy =
        Copy the number and the dates as they are on your document.
        Or type the six digits of the card access number.

## How it ended

consent-declined =
    .title = You did not agree, so we stop here
    .text = Without your agreement we may not look at your document or your face. We have kept nothing.
    .explanation = Consent is the first step. The organisation is told that the registration was not finished.
    .remedy =
        If you change your mind, go back and agree.
        Otherwise ask the organisation about another way.
as-expected =
    .title = As expected
    .text = The check found nothing to remark.
    .explanation = The measured value lies on the right side of its limit.
    .remedy = Nothing has to be done.
check-unavailable =
    .title = A check could not be made
    .text = One of our checks did not work just now. That says nothing about you or your document.
    .explanation = A check ended for a technical reason. It is tried again, and otherwise a moderator decides.
    .remedy = You do not have to do anything. If we need you, we will say so here.
handed-over =
    .title = Another device went on
    .text = The person went on with another device than the one that began. It may have been another person's.
    .explanation = Somebody can be lured into proving themselves for another, by a link and a number that are told to them. The result then comes home on the lurer's device.
    .remedy = Compare the verified fields with what is known of the customer.

moderator-decision =
    .title = A person decided
    .text = A moderator looked at the evidence and made the decision.
    .explanation = The moderator's reason is kept in the history of the registration.
    .remedy = See the history for the reason.
sandbox-sample =
    .title = A sample decided
    .text = This is test mode: a sample document decided the outcome, not a check.
    .explanation = Samples lead to the outcome that they are named after. They do not work outside test mode.
    .remedy = Use a live key to check real documents.
registration-rejected =
    .title = We could not confirm who you are
    .text = We looked at what you sent and cannot confirm your identity with it.
    .explanation = The decision is final for this registration. Its findings say why; the organisation sees them.
    .remedy =
        Ask the organisation about another way to prove who you are.
        If you think this is a mistake, tell them and give the code below.
too-many-attempts =
    .title = You have used all your tries
    .text = To protect you against misuse, there are only so many tries.
    .explanation = The service sets how often a step may be done again.
    .remedy = Ask the organisation for a new link or about another way.
registration-expired =
    .title = The time for this has run out
    .text = The link was only good for a limited time, and that time has passed. What you sent will be erased.
    .explanation = The organisation sets how long a registration stays open.
    .remedy = Go back to the organisation and ask for a new link.
registration-canceled =
    .title = This was canceled
    .text = You or the organisation stopped this. Nothing more will be checked.
    .explanation = A canceled registration cannot be opened again.
    .remedy = If you still want to prove who you are, ask the organisation for a new link.
registration-erased =
    .title = Your data has been erased
    .text = What you sent has been erased and cannot be brought back.
    .explanation = The organisation asked for it, or the time for keeping it was over. Only a record without personal data is left.
    .remedy = If you need to prove who you are again, ask the organisation for a new link.
step-already-done =
    .title = You have already done this step
    .text = This was sent before, perhaps from another tab or by a double click. It was counted once.
    .explanation = Steps that are done are not done twice. To change one, use “Change” on the page with your answers.
    .remedy = Go on with the next step.
step-not-open =
    .title = Another step comes first
    .text = This step cannot be done yet or no longer.
    .explanation = Every step says what must be done before it. Sending something from an old page is a common cause.
    .remedy = Go on with the step that we show you.

## Going on with your phone

handover-link-expired =
    .title = This link has expired
    .text = Links for going on with another device work for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. Nothing you did is lost.
    .explanation = The link is short-lived, so that nobody can use it later.
    .remedy = Make a new link on the device where you started.
handover-link-used =
    .title = This link has been used already
    .text = A link for going on with another device works once.
    .explanation = If the person did not open it themselves, someone else may have. Making a new link cuts the other device off.
    .remedy =
        Go on with the device that opened the link.
        Or make a new link on the device where you started.
handover-number-wrong =
    .title = That is another number
    .text = The number does not match the one on your first screen.
    .explanation = The number proves that both devices are in the hands of the same person.
    .remedy = Look at your first screen and choose the number shown there.
handover-too-many-tries =
    .title = The number was missed too often
    .text = To protect you, this link has stopped working.
    .explanation = After several wrong numbers the link is withdrawn, since someone might be guessing.
    .remedy = Make a new link on the device where you started.
handover-too-many-sends =
    .title = We have sent enough links for now
    .text = A link can be sent { $sends } times in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. The last one may still be on its way.
    .explanation = The limit keeps anyone from flooding a phone or mailbox with messages.
    .remedy =
        Look in your messages, also in the folder for spam.
        Wait a little, or scan the QR code instead.
handover-recipient-full =
    .title = This phone or mailbox has had enough messages
    .text = Nobody is sent more than { $sends } links in { $hours ->
        [one] { $hours } hour
       *[other] { $hours } hours
    }, whoever asks for them.
    .explanation = The limit holds for the recipient over all registrations, so that our messages cannot be used to trouble somebody.
    .remedy =
        Scan the QR code, or copy the link to your phone.
        Or go on with this device.
handover-loopback =
    .title = A phone cannot reach this address
    .text = This server only answers on the computer it runs on, so a link or QR code would not work on your phone.
    .explanation = The configured address is a loopback address. Set an external URL that phones can reach.
    .remedy = Go on with this device.
handover-address-malformed =
    .title = We cannot send anything to this address
    .text = This does not look like a phone number or an email address.
    .explanation = Phone numbers need the country code, such as +31 or +7.
    .remedy = Check the number or address and change it.
handover-send-failed =
    .title = The link could not be sent
    .text = It could not be delivered there. The address or number may be wrong, or our service for messages does not work at the moment.
    .explanation = The mail or SMS connector refused or did not answer. The log says which.
    .remedy =
        Check the address or number, or send it to another one.
        Scan the QR code instead.
        Or try again in a minute.
handover-taken-back =
    .title = Please show the document once more
    .text = You went on with another device and came back. What was given there was left out, so it is asked for again here.
    .explanation = Two devices may be in the hands of two people. So nothing that one of them gave is used on the other: the photographs of the device that was left count no more.
    .remedy = Photograph the document on this device.
continued-elsewhere =
    .title = You went on with another device
    .text = Another device or tab has this open now. What you do there shows here.
    .explanation = Only one device at a time can change a registration, so that answers do not get mixed up.
    .remedy =
        Go on with the other device.
        Or choose “Go on” to carry on here.

## Links and sessions

session-ending-soon =
    .title = Do you need more time?
    .text = The time for this ends in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. After that you need a new link.
    .explanation = A registration stays open for a limited time. The person can put off its end until the longest time that the policy allows.
    .remedy = Choose “I need more time” to go on.
session-last-minutes =
    .title = This ends soon
    .text = The time for this ends in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. It cannot be put off any further.
    .explanation = The policy sets how long a registration may stay open at the most, however often more time is asked for.
    .remedy =
        Finish now if you can.
        Otherwise ask the organisation for a new link.
session-ended =
    .title = This is not open in this browser
    .text = You were away for a long time, you went on with another device, or this browser's data was cleared.
    .explanation = The cookie is missing, has expired or was withdrawn.
    .remedy =
        Go on in the browser or on the device where you began.
        Or open the link from the organisation. If it no longer works, ask for a new one.
link-unknown =
    .title = This link does not lead anywhere
    .text = Part of the link may be missing, or it is too old.
    .explanation = The secret in the link belongs to no open registration. Mail programs sometimes cut long links.
    .remedy =
        Copy the whole link from the message.
        Or ask the organisation for a new one.
link-used =
    .title = This link has been opened already
    .text = A link to start works once, and it was opened in another browser or on another device.
    .explanation = The one-use secret has been redeemed. If the person did not do so, they should tell the organisation.
    .remedy =
        Go on in the browser where you opened it first.
        Or ask the organisation for a new link.
other-browser =
    .title = You started this in another browser
    .text = To protect you from links of strangers, it has to end in the browser where it began.
    .explanation = The result can only be handed over in the browser that started the registration. A victim who was sent someone else's link stops here.
    .remedy =
        Go back to the browser or device where you started.
        Did someone you do not know send you the link? Then stop and tell the organisation.
form-expired =
    .title = This page was open for too long
    .text = We could not make sure that this came from your page, so nothing was changed.
    .explanation = The token against forged requests is missing or old. It can also be that another site tried to send the form.
    .remedy = Load the page again and send it once more.
cookies-blocked =
    .title = Your browser blocks cookies
    .text = We need one cookie to know that it is still you. It is not used to follow you.
    .explanation = Without the session cookie no step can be saved. Strict privacy settings can block it.
    .remedy =
        Allow cookies for this page and load it again.
        Or use another browser or device.

## Filling in a page

field-required =
    .title = Something is not filled in yet
    .text = We need an answer here to go on.
    .explanation = The field is required.
    .remedy = Fill in the field.
choice-required =
    .title = Nothing is chosen yet
    .text = We need you to choose one of these to go on.
    .explanation = One of the options has to be chosen.
    .remedy = Choose one of the options.
field-too-long =
    .title = This is too long
    .text = There is room for { $characters ->
        [one] { $characters } character
       *[other] { $characters } characters
    } here.
    .explanation = The limit follows the longest value that a document can hold.
    .remedy = Make it shorter. Write names as they are on your document.
field-characters =
    .title = Some characters cannot be used here
    .text = There is a character in it that does not belong in this kind of answer.
    .explanation = Control characters and signs that no document uses are refused. Letters of every script are welcome in names.
    .remedy = Write it as it is on your document.
field-date =
    .title = This is not a date we understand
    .text = A date has a day, a month and a year, such as 27 3 1985.
    .explanation = The date does not exist in the calendar or a part is missing.
    .remedy = Check day, month and year.

## The programming interface

unauthorized =
    .title = The API key is missing or not known
    .text = The request carries no key that we know, or the key was revoked.
    .explanation = Keys go into the header “Authorization: Bearer …”. Which of the reasons applies is not told.
    .remedy =
        Send a key of this server in the Authorization header.
        Create a new key if yours was revoked.
insufficient-scope =
    .title = The API key may not do this
    .text = The key is known, but it lacks the scope that this operation needs.
    .explanation = The documentation of each operation names its scope.
    .remedy = Use a key with the scope that “detail” names.
not-found =
    .title = There is no such object
    .text = No object of this address exists for your organisation.
    .explanation = Objects of other organisations and of the other mode (test or live) look the same as none.
    .remedy =
        Check the id and its prefix.
        Check that the key has the mode in which the object was made.
method-not-allowed =
    .title = This method does not work here
    .text = The address exists, but not with this HTTP method.
    .explanation = The header Allow of the response lists the methods.
    .remedy = Use one of the methods in the header Allow.
not-acceptable =
    .title = We cannot answer in that format
    .text = The header Accept names only formats that this address does not offer.
    .explanation = The API answers with application/json and application/problem+json.
    .remedy = Accept application/json.
malformed-request =
    .title = The request could not be understood
    .text = A parameter of the path or the query, or a header, is not of the expected form.
    .explanation = “errors” names each parameter and what is expected of it.
    .remedy = Correct the parameters that “errors” lists.
malformed-body =
    .title = The body is not JSON
    .text = The body of the request could not be read as JSON.
    .explanation = “detail” names line and column. The body must be UTF-8 and one JSON value.
    .remedy = Send a well-formed JSON object.
validation-failed =
    .title = Some fields were not accepted
    .text = The body is JSON, but some of its values are not as they should be.
    .explanation = “errors” has a JSON pointer and a reason for each field.
    .remedy = Correct the fields that “errors” lists.
unknown-field =
    .title = The body has a field we do not know
    .text = Fields that do not exist are refused, so that a slip of the pen does not go unnoticed.
    .explanation = “errors” has a JSON pointer for each such field.
    .remedy = Correct or leave out the fields that “errors” lists.
body-too-large =
    .title = The body is too large
    .text = A request may carry up to { $kilobytes } kB here.
    .explanation = Larger bodies are refused before they are read in full.
    .remedy = Send less, for example fewer metadata.
unsupported-media-type =
    .title = The body has a type we do not read
    .text = The header Content-Type names a type that this operation does not read.
    .explanation = The API reads application/json.
    .remedy = Send the header “Content-Type: application/json”.
idempotency-key-malformed =
    .title = The idempotency key cannot be used
    .text = An Idempotency-Key has 1 to { $characters } visible ASCII characters.
    .explanation = A random UUID is a good choice.
    .remedy = Send a new random key for every new operation.
idempotency-key-reused =
    .title = The idempotency key was used for another body
    .text = The same key came earlier with a different body, so nothing was done.
    .explanation = A key belongs to the API key and to the hash of the first body. Repeats must be byte for byte the same.
    .remedy =
        To repeat, send the first body unchanged.
        For something new, send a new key.
idempotency-in-progress =
    .title = The first request is still running
    .text = A request with the same idempotency key has not finished yet.
    .explanation = The result of the first request will be returned to repeats.
    .remedy = Repeat the same request after the time in the header Retry-After.
state-conflict =
    .title = The object's state does not allow this
    .text = The operation exists, but not in the state that the object is in now.
    .explanation = “detail” names the state. The documentation lists the states in which each operation works.
    .remedy = Read the object and decide by its state.
concurrent-change =
    .title = Something else changed the object just now
    .text = Two changes met, and yours was not made.
    .explanation = Objects have versions; a change only succeeds on the version that it has seen.
    .remedy = Read the object and repeat the change if it is still wanted.
rate-limited =
    .title = Too many requests
    .text = You have sent more than is allowed. Wait { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
    .explanation = Limits are counted for each key and each address. The header Retry-After says when to go on.
    .remedy = Wait for the time in the header Retry-After, then repeat the request.
limit-reached =
    .title = There can be no more of these
    .text = Your organisation has as many of these as it may have.
    .explanation = “detail” names the limit.
    .remedy = Remove one that is no longer needed.
cursor-unknown =
    .title = The cursor is not one of ours
    .text = The cursor was changed, belongs to another list or to other filters.
    .explanation = Cursors are only good for the list, the filters and the key that they came from.
    .remedy = Start from the first page, or use next_cursor unchanged.
service-unknown =
    .title = There is no such service
    .text = Your organisation has no service with this id.
    .explanation = Services are set up by the operator. A closed service cannot be used for new sessions.
    .remedy = Use the id of one of your services.
return-url-not-allowed =
    .title = The return URL is not on your list
    .text = People may only be sent back to addresses that your organisation has listed.
    .explanation = Scheme, host, port and path are compared. This keeps others from sending people to a place of their own.
    .remedy = Use a listed address, or add this one to the list.
webhook-target-refused =
    .title = We may not send webhooks there
    .text = The address is private, local, not https, or its name cannot be resolved.
    .explanation = Requests to internal networks are refused unless the operator allows them, so that the server cannot be used to reach them.
    .remedy =
        Use a public https address.
        Or ask the operator to allow this network.
client-secret-unknown =
    .title = The client secret does not open anything
    .text = The secret is unknown, has been used or has expired.
    .explanation = A client secret works once, for one session.
    .remedy = Make a new session, and hand its secret to one browser only.
result-code-unknown =
    .title = The result code does not open anything
    .text = The code is unknown, has been used, has expired or belongs to another browser.
    .explanation = The code is handed over on return, works once and for a short time, and only for the session it belongs to.
    .remedy =
        Redeem the code once, right after the return.
        Otherwise read the session by its id; treat the person as not returned.
test-mode-only =
    .title = This only works in test mode
    .text = The operation belongs to the sandbox, and the key or object is live.
    .explanation = Every object says in livemode where it belongs.
    .remedy = Use a test-mode key.
loopback-only =
    .title = This only works on the server itself
    .text = The mailbox page, the demo key and the samples only work on a loopback address.
    .explanation = They are for trying things out and would be a hole in a server that others can reach.
    .remedy = Open it on the machine that runs the server.
storage-full =
    .title = There is no room left to store this
    .text = The server's disk or object storage is full. Nothing was saved.
    .explanation = Nothing that was acknowledged is lost. The operator has to make room.
    .remedy =
        Try again later.
        If you run the server, make room on its storage.
database-unavailable =
    .title = The database does not answer
    .text = The server cannot reach its database at the moment. Nothing was saved. Try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
    .explanation = The database is down, locked or out of connections.
    .remedy = Repeat the same request after the time in the header Retry-After.
object-erased =
    .title = The object's data has been erased
    .text = The session exists, but its personal data and evidence were erased.
    .explanation = It was redacted, or its time for keeping was over. The audit skeleton stays.
    .remedy = Nothing can bring the data back. Make a new session if needed.

## Reviewing

review-empty =
    .title = There are no cases for you
    .text = Every case is settled or in someone else's hands.
    .explanation = Cases are dealt out; they cannot be picked.
    .remedy = Load the page again later.
review-taken =
    .title = A colleague has this case
    .text = The case was given to someone else while you had it open.
    .explanation = A case that is not settled in time goes back and is dealt out again.
    .remedy = Go on to your next case.
review-not-assigned =
    .title = This case was not given to you
    .text = Cases can only be opened by the moderator who was given them.
    .explanation = This keeps anyone from picking the cases of people they know. The attempt was recorded.
    .remedy = Go on to your own case.
review-settled =
    .title = This case is already settled
    .text = A decision was made before yours arrived. Yours was not used.
    .explanation = The first decision counts. The history shows who made it.
    .remedy = Go on to your next case.
review-reason-required =
    .title = A reason is needed
    .text = Every decision needs a reason in your own words, so that others can understand it.
    .explanation = The reason is kept in the history of the registration.
    .remedy = Write down what you saw and why you decide so.
evidence-gone =
    .title = This evidence no longer exists
    .text = It was erased because its time for keeping was over or erasure was asked for.
    .explanation = Its key was destroyed. What was found about it is still in the report.
    .remedy = Decide by the findings that are left, or send the case back.

trust-not-allowed =
    .title = You may not change whom this installation believes
    .text = Certificates of states decide which passport chips are believed. Only operators who were given that task may change them.
    .explanation = Your account has no permission for the trust store.
    .remedy = Ask whoever runs the installation to give you this permission.
trust-upload-gone =
    .title = This file is no longer waiting
    .text = An uploaded file waits one hour for its confirmation, and a newer one takes its place.
    .explanation = The file was removed. Nothing was changed.
    .remedy = Upload the file again.

trust-fingerprint =
    .title = This is not a fingerprint
    .text = A SHA-256 fingerprint has 64 digits and letters from a to f.
    .explanation = Spaces and colons between them do not matter.
    .remedy = Copy the whole fingerprint, or choose the file of the certificate.

trust-file-missing =
    .title = The form came without a file
    .text = We need a file with certificates or lists, of at most 16 megabytes.
    .explanation = It was absent, empty or larger than that.
    .remedy = Choose the file and send it again. Import larger files on the command line.

## Signing in to work here

passkey-failed =
    .title = The passkey was not accepted
    .text = We do not know this passkey, or its answer did not fit our question.
    .explanation = The passkey may belong to another address or account, or may have been removed.
    .remedy =
        Try again with the passkey for this server.
        If it was removed, ask an operator for a new link.
passkey-canceled =
    .title = The passkey was not used
    .text = The window for the passkey was closed, or it took too long.
    .explanation = The browser does not say which of the two happened.
    .remedy = Choose “Try again” and follow what your device asks.
passkey-unsupported =
    .title = This browser cannot use passkeys
    .text = Signing in here needs a passkey, and this browser offers none.
    .explanation = Passkeys need a current browser and a secure address (https or localhost).
    .remedy = Use a current browser or another device.
operator-link-expired =
    .title = This set-up link has expired
    .text = Links for setting up a passkey work once and for a short time.
    .explanation = Whoever runs the server makes a new one on its command line.
    .remedy = Ask for a new link.
operator-signed-out =
    .title = Your working session has ended
    .text = You were away for a while, so your session was ended.
    .explanation = Sessions of moderators end early, since they show other people's documents.
    .remedy = Sign in again to go on.
operator-too-many-tries =
    .title = Too many tries to sign in
    .text = To protect your account, signing in is stopped for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    .explanation = Repeated failures from one address or for one account cause this.
    .remedy = Wait, then try again.
account-signed-out =
    .title = You are signed out
    .text = Your session has ended, or you have not signed in yet.
    .explanation = Sessions end after an hour without use, and at once when the account is blocked or its password is changed.
    .remedy = Sign in again.
account-flow-ended =
    .title = Please begin again
    .text = What you had begun here has ended, or was finished already.
    .explanation = Opening an account and choosing a new password can take a day. After that, what was typed is forgotten.
    .remedy = Begin again. If you already have an account, sign in.
account-code-wrong =
    .title = The code did not fit
    .text = It is not the code that we sent last, it is too old, or it was tried too often.
    .explanation = Each new code replaces the one before it, and a code is worth nothing after a few wrong tries.
    .remedy =
        Compare the digits with the newest message.
        If they are right, ask for a new code.
account-too-many-sends =
    .title = We have sent enough messages for now
    .text = You can ask again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }. The last message may still be on its way.
    .explanation = The limit keeps anyone from flooding a phone or mailbox with messages.
    .remedy =
        Look in your messages, also in the folder for spam.
        Wait a little before you ask again.
user-id-unsuitable =
    .title = This cannot be a user ID
    .text = A user ID has { $shortest } to { $longest } characters: letters of one alphabet, digits, dots, hyphens and underscores.
    .explanation = With many digits it could be a personal number or a phone number, which others must not learn from it.
    .remedy = Choose another one, without long numbers.
user-id-taken =
    .title = This user ID is taken
    .text = Somebody has it, or one that looks like it.
    .explanation = User IDs that look alike count as one, so that nobody can pass for somebody else.
    .remedy = Choose another one.
password-unsuitable =
    .title = This password is not strong enough
    .text = Use { $shortest } to { $longest } characters that nobody guesses: no common passwords, no rows of the keyboard, nothing that others know of you.
    .explanation = Passwords from lists, names with a number behind them and your own user ID are tried first by whoever guesses.
    .remedy = Take four or five words that have nothing to do with each other.
sign-in-failed =
    .title = You are not signed in
    .text = We do not know this name, or the password is another one.
    .explanation = For your safety we do not say which of the two it is.
    .remedy =
        Look at what you typed, also at capital letters.
        If you forgot your user ID or password, follow the links below the form.
sign-in-wait =
    .title = Too many wrong passwords
    .text = Try again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    .explanation = After several wrong passwords in a row everybody has to wait, whether they know the password or not.
    .remedy =
        Wait, or sign in with a passkey.
        If you forgot your password, choose a new one.
password-locked =
    .title = The password no longer works
    .text = It was missed too often in a row, so another one has to be chosen.
    .explanation = Somebody may have been guessing. Passkeys go on working.
    .remedy = Choose a new password by mail and phone, or sign in with a passkey.
account-blocked =
    .title = This account is blocked
    .text = Its owner blocked it, and nobody can sign in until it is opened again.
    .explanation = It is opened by choosing a new password with the codes that we send to its mail address and its phone. Its passkeys are then removed.
    .remedy = Choose a new password to open it again.
account-link-ended =
    .title = This link no longer works
    .text = It was used, or it is too old.
    .explanation = The link of a notice blocks the account once, within 30 days.
    .remedy = To block your account now, sign in and block it there.
nothing-to-keep =
    .title = There is nothing to keep
    .text = Nothing was verified in this browser that an account could keep, it is too long ago, or the account has something surer.
    .explanation = A verification is kept from the device on which the document and the face were shown, within { $hours } hours, if both were checked. What was made in test mode is never kept.
    .remedy = Prove your identity again when a service next asks for it, and keep it then.
identity-of-another =
    .title = This account belongs to another person
    .text = The account already has a verified identity, and what was verified now is somebody else.
    .explanation = We compare birth date, name, document and national number. Somebody who changed name and document at once may look like another person to us.
    .remedy = Sign in to your own account, or open one, and keep the identity there.
identity-elsewhere =
    .title = Another account has this identity
    .text = This verification, or the document that it was made with, already belongs to an account.
    .explanation = A document speaks for one account only.
    .remedy = Sign in to the account that you kept it in before.
identity-releasing =
    .title = Another account lets go of this identity first
    .text = It was proven less surely there, and is let go of in about { $hours } hours, unless that account’s owner stops it.
    .explanation = A document speaks for one account only. Mail and phone of the other account were told, so that nobody takes an identity away unseen.
    .remedy = Come back after that, verify once more and keep it then. If the other account is yours, sign in to it.
not-recovered =
    .title = This does not open the account
    .text = What was shown is not enough, too early or too late, or the face is not the one that the account came to know.
    .explanation = Who has the account was told if document and face did not belong together.
    .remedy = Look at the page again: it says where you are. If the account is yours, contact support.
recovery-waits =
    .title = Somebody waits for this account already
    .text = One person at a time waits for an account.
    .explanation = Whoever has the account can stop who waits.
    .remedy = Come back when the time has passed. If it was you, go on in the browser where you asked.
too-many-recoveries =
    .title = This was asked for too often
    .text = An account can be asked for { $times } times in 30 days.
    .explanation = So nobody tries with one document again and again.
    .remedy = Contact support: somebody has to look at it with you.
app-not-yet =
    .title = This device does not approve yet
    .text = It takes the place of another one in { $minutes } minutes. Until then the old device approves.
    .explanation = So nobody moves an app away while its owner looks elsewhere.
    .remedy = Keep the old device until then.
app-transfers =
    .title = The app moves already
    .text = Another device is about to take its place.
    .explanation = One app moves to one device.
    .remedy = Stop that first, if it is to move elsewhere.
account-paused =
    .title = The account is paused
    .text = Somebody proved that it is theirs and waits to be let in. Until then no service relies on it.
    .explanation = Mail address and phone of the account were told, with a way to stop it.
    .remedy = If that is not you, stop it on the page of your account.
authorization-refused =
    .title = We cannot take you further
    .text = The page that sent you here asked for something that we do not do for it.
    .explanation = An unknown service, or an address that the service has not registered with us. We send nobody back to an address that we do not know.
    .remedy = Go back and try again. If it happens again, tell the service.
device-code-unknown =
    .title = No device waits with this code
    .text = Perhaps a letter is wrong, or the code was used. Each lasts { $minutes } minutes.
    .explanation = A device shows a new code when it asks again.
    .remedy = Compare the code with what the device shows. If it is the same, have the device show a new one.
account-prove-again =
    .title = Show once more that it is you
    .text = How an account is signed in to can be changed within { $minutes } minutes of signing in. That time is over.
    .explanation = A browser that was left open cannot be used to take an account over.
    .remedy = Give your password or passkey again. You go on where you were.
contact-changed-lately =
    .title = The address was changed lately
    .text = One and the same is changed once a day, and mail address and phone not within { $days } days of each other.
    .explanation = So the one that you had before can still be used to stop somebody who took your account over.
    .remedy = Come back when the time has passed. If it was not you who changed the other one, block the account.
app-unknown =
    .title = This device is no approval app
    .text = It was removed, or never activated, or the browser forgot it.
    .explanation = An approval app is known by a cookie and a key on the device. Deleting the browser’s data deletes both.
    .remedy = Sign in to your account on another device and activate the app anew.
app-blocked =
    .title = This approval app is blocked
    .text = Somebody who is signed in to your account blocked it.
    .explanation = A blocked app approves nothing, whoever holds the device.
    .remedy = Sign in to your account some other way and let the app approve again. If you did not block it, block the account.
apps-full =
    .title = There are as many apps as there may be
    .text = An account has three approval apps at most.
    .explanation = The fewer there are, the fewer can be lost.
    .remedy = Remove one that you no longer use, then activate this one.
approval-ended =
    .title = There is nothing to approve any more
    .text = It was answered already, or the time for it is over.
    .explanation = A request to approve lasts a few minutes, is answered once, and ends after three wrong numbers.
    .remedy = Begin again where you wanted to sign in.
number-wrong =
    .title = The numbers do not match
    .text = What you typed is not the number that the other screen shows.
    .explanation = The number makes sure that you approve the screen before you, and nobody else’s.
    .remedy = Look at the screen on which you sign in and type its two digits. If there is none, refuse.
pin-missing =
    .title = There is no PIN yet
    .text = The approval app asks for a PIN, and your account has none.
    .explanation = Without a PIN whoever holds your phone could approve in your name.
    .remedy = Sign in to your account and choose a PIN there.
pin-unsuitable =
    .title = Choose another PIN
    .text = A PIN has six digits, typed the same twice: no row of digits, nothing that reads as a date, nothing from your phone number or user ID.
    .explanation = Whoever guesses begins with rows of digits and birth dates.
    .remedy = Take six digits that mean nothing to anybody.
pin-wrong =
    .title = The PIN is not right
    .text = What you typed is not the PIN of your account.
    .explanation = After three wrong ones in a row the PIN is locked for a while.
    .remedy = Type the PIN once more. If you forgot it, ask for a temporary one on your account’s page.
pin-wait =
    .title = The PIN is locked for a while
    .text = It was wrong three times in a row. Try again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    .explanation = Each time the wait is longer, and after twelve wrong ones the PIN is worth nothing any more.
    .remedy =
        Wait, and sign in some other way meanwhile.
        If you forgot the PIN, ask for a temporary one on your account’s page.
        If it was not you, block the account.
pin-locked =
    .title = The PIN no longer works
    .text = It was wrong too often in a row, so another has to take its place.
    .explanation = Somebody may have been guessing. Password and passkeys go on working.
    .remedy = Sign in some other way and say on your account’s page that you forgot the PIN.
one-time-code-wrong =
    .title = The code is not right
    .text = It is not the code that your app shows now, or it was used already.
    .explanation = A code is good for about a minute and works once. The clocks of both devices must agree.
    .remedy =
        Wait for the next code and type that.
        If codes are never right, have the device with the app set its clock by itself.
one-time-code-wait =
    .title = Too many wrong codes
    .text = Try again in { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }.
    .explanation = After three wrong codes in a row one waits, longer each time, since the password is known already.
    .remedy =
        Wait, or sign in with a passkey or the approval app.
        If it was not you, choose another password.
code-apps-full =
    .title = There are as many apps for codes as there may be
    .text = An account has three at most.
    .explanation = The fewer there are, the fewer can be lost.
    .remedy = Remove one that you no longer use, then add this one.
phone-changed-lately =
    .title = The phone number was changed lately
    .text = Nothing that opens something is sent to a phone number within { $days } days of its change.
    .explanation = Somebody who took your account over could have put their own number in place of yours.
    .remedy = Come back when the time has passed. If it was not you who changed the number, block the account.
