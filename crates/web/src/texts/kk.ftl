# Қазақ тіліндегі беттер. Қарапайым сөздер, «сіз», қысқа сөйлемдер; он екі жасар түсінетіндей.
# Бір нәрсе барлық жерде бірдей аталады. Ұйым атауларына жалғау жалғанбайды, сондықтан олар
# атау септігінде тұрады.

## Барлық жерде

common-product = Bonafide
common-skip = Мазмұнға өту
common-language = Тіл
common-help = Көмек
common-back = Артқа
common-change = Өзгерту
common-cancel = Тексеруді тоқтату
common-continue-elsewhere = Басқа құрылғы қолдану
common-sandbox = Сынақ режимі. Мұндағы ештеңе есептелмейді, нағыз адамның кім екені расталмайды.
common-sandbox-short = Сынақ режимі
common-step-of = { $count } қадамның { $number }-қадамы
common-steps = Қадамдарыңыз
common-step-done = дайын
common-step-current = қазір
common-step-ahead = алда
common-error-summary = Түзететін нәрсе бар
common-error-prefix = Қате:
common-notice-more = Бұл хабарлама туралы
common-close = Жабу
common-copy = Көшіру
common-copied = Көшірілді

date-long = { $year } жылғы { $day } { $month ->
    [1] қаңтар
    [2] ақпан
    [3] наурыз
    [4] сәуір
    [5] мамыр
    [6] маусым
    [7] шілде
    [8] тамыз
    [9] қыркүйек
    [10] қазан
    [11] қараша
   *[12] желтоқсан
}
date-time = { $date }, { $time }
time-ago-now = жаңа ғана
time-ago-minutes = { $count } минут бұрын
time-ago-hours = { $count } сағат бұрын
time-ago-days = { $count } күн бұрын
time-in-minutes = { $count } минуттан кейін
time-in-hours = { $count } сағаттан кейін
time-in-days = { $count } күннен кейін

## Сала сөздері

step-consent = Келісім
step-document = Құжатыңыз
step-chip = Чип
step-fields = Деректеріңіз
step-selfie = Бет-әлпетіңіз
step-liveness = Бейнемен сәйкестендіру

document-passport = Паспорт
document-identity-card = Жеке куәлік
document-residence-permit = Тұруға рұқсат
document-visa = Виза
document-passport-hint = Фотоңыз бар бет
document-identity-card-hint = Алдыңғы және артқы жағы
document-residence-permit-hint = Алдыңғы және артқы жағы
document-visa-hint = Жапсырма түгел

evidence-document-front = Құжаттың алдыңғы жағы
evidence-document-back = Құжаттың артқы жағы
evidence-chip = Чип файлдары
evidence-selfie = Селфи

source-server-driven = Біздің сервер басқарған
source-camera-page = Біздің беттегі камера
source-upload = Жүктелген файл
source-foreign-reader = Бөгде оқу құралы

field-surname = Тегі
field-given-names = Аты
field-full-name = Ұлттық жазудағы толық аты-жөні
field-patronymic = Әкесінің аты
field-place-of-birth = Туған жері
field-issuing-authority = Берген орган
field-issue-date = Берілген күні
field-birth-date = Туған күні
field-sex = Жынысы
field-nationality = Азаматтығы
field-document-number = Құжат нөмірі
field-expiry-date = Жарамды мерзімі
field-issuing-state = Берген мемлекет
field-personal-number = Жеке нөмірі

field-surname-hint = Құжатыңызда қалай жазылса, солай.
field-given-names-hint = Құжатыңыздағы аттарыңыздың бәрі. Атыңыз болмаса, бос қалдырыңыз.
field-birth-date-hint = Мысалы, 27 3 1985
field-expiry-date-hint = Мысалы, 27 3 2031
field-sex-hint = Құжатыңызда қалай жазылса, солай.
field-nationality-hint = Құжаттағыдай үш әріп, мысалы KAZ
field-issuing-state-hint = Құжаттағыдай үш әріп, мысалы KAZ
field-document-number-hint = Құжатыңыздағыдай әріптер мен цифрлар.
field-personal-number-hint = Құжатыңызда қалай жазылса, солай.
field-day = Күні
field-month = Айы
field-year = Жылы
field-empty = Оқылмады
sex-f = Әйел
sex-m = Ер
sex-x = Көрсетілмеген (X)

verification-check-digit = бақылау цифры растады
verification-machine-readable-zone = машина оқыды, бақылау цифры жоқ
verification-transliteration = сол есім басқаша жазылған
verification-visual-zone = Басылған жазудан оқылды
verification-chip = чип растады
verification-moderator = модератор растады
verification-unverified = расталмаған

status-requires-input = адамды күтуде
status-processing = тексерілуде
status-in-review = қаралуда
status-verified = расталды
status-rejected = қабылданбады
status-canceled = тоқтатылды
status-expired = мерзімі бітті

check-document-present = Суретте құжат бар
check-document-sides = Екі жағы да көрсетілді
check-document-whole = Құжат суретте толық
check-document-resolution = Құжаттың суреттегі өлшемі
check-document-sharpness = Құжаттың анықтығы
check-document-light = Құжаттағы жарық
check-document-glare = Құжаттағы жылтыр
check-document-covered = Құжаттың үстінде ештеңе жоқ
check-document-screen = Экрандағы сурет емес
check-document-print = Басып шығарылған көшірме емес
check-document-screenshot = Скриншот емес
check-portrait-present = Құжаттағы портрет
check-portrait-quality = Портрет сапасы
check-zone-read = Машина оқитын аймақ оқылды
check-zone-check-digits = Бақылау цифрлары
check-zone-dates = Күндер
check-zone-states = Елдер
check-document-kind = Құжат түрі
check-document-expiry = Жарамдылық мерзімі
check-fields-match-zone = Жазу мен аймақ сәйкес
check-document-barcode = Кодтар құжатқа сәйкес
check-national-number = Ұлттық жеке нөмір
check-document-reported = Жоғалған не ұрланған деп хабарланбаған
check-chip-read = Чип оқылды
check-chip-authenticity = Чипке мемлекет қол қойған
check-chip-proof = Түпнұсқа чип
check-chip-zone = Чип пен құжаттағы деректер бірдей
check-chip-portrait = Чиптегі портрет
check-fields-agree = Өрістер аймаққа сай
check-minimum-age = Ең кіші жас
check-document-use = Тек иесі пайдаланған
check-selfie-face-count = Селфиде бір бет
check-selfie-face-size = Бет өлшемі
check-selfie-framing = Бет түгел сопақта
check-selfie-sharpness = Беттің айқындығы
check-selfie-gaze = Көз камераға қараған
check-selfie-brightness = Беттің жарықтығы
check-selfie-eyes = Көз ашық, бет ашық
check-selfie-pose = Бас тік
check-selfie-background = Фон мен жарық
check-face-match = Селфи мен портрет
check-image-identity = Жаңа суреттер
check-face-use = Бұрын басқа құжатпен расталмаған
check-liveness = Тірі адам
check-liveness-prompts = Сұралған әрекет орындалды
check-liveness-depth = Сурет емес, бас
check-liveness-continuity = Бет бастан аяқ біреу
check-liveness-sequence = Кадр жеткілікті
check-liveness-stream = Кадрлар жаңа
check-liveness-replay = Камера алдында экран жоқ
check-liveness-light = Бет экран түстерімен бірге өзгереді
check-liveness-source = Нағыз камера
check-capture-quality = Камера сапасы жеткілікті
check-handed-over = Сол құрылғы
check-sandbox = Сынақ ортасының үлгісі

outcome-pass = дұрыс
outcome-warn = ескерту
outcome-inconclusive = түсініксіз
outcome-fail = өтпеді

## Бастау: сілтеме ашылды

start-title = { $organisation } кім екеніңізді көрсетуіңізді сұрайды
start-purpose = Не үшін
start-service = Қызмет
start-need = Сізге не керек
start-need-document = Паспортыңыз, жеке куәлігіңіз немесе қабылданатын басқа құжат
start-need-camera = Осы құрылғыдағы немесе телефондағы камера
start-need-time = Шамамен бес минут
start-happens = Не болады
start-happens-text = Сіз құжатыңыз бен бет-әлпетіңізді суретке түсіресіз. Біз екеуі бір адамдікі ме, соны тексереміз. Нәтижесін { $organisation } алады.
start-safety = Сізді мұнда { $organisation } жібермесе, бұл бетті жабыңыз. Әзірге ештеңе болған жоқ.
start-button = Бастау
start-expires = Бұл сілтеме бір рет істейді. Мерзімі: { $time }.

used-lead = Тексеруді сұраған: { $organisation }. Сілтеме бір рет қана істейді, ол басқа браузерде немесе құрылғыда ашылған.
used-there-title = Ол браузер әлі қолыңызда болса
used-there = Сонда жалғастырыңыз. Бәрі сіз қалдырған күйінде тұр. Бетті жауып қойсаңыз, сол сілтемені сол браузерде ашыңыз.
used-lost-title = Ол браузер жоқ болса немесе деректері өшірілсе
used-lost = Жаңа сілтеме сұрап, басынан бастаңыз. Оны { $organisation } береді. Осы сілтемемен ешкім, бөтен адам да, жалғастыра алмайды.
used-done-title = Бұрын аяқтап қойған болсаңыз
used-done = Ештеңе істеудің қажеті жоқ. Нәтижесін { $organisation } біледі.
used-stranger = Сілтемені бұрын ашпаған ба едіңіз? Бұл туралы { $organisation } білуі керек: сілтеме басқа біреудің қолында болуы мүмкін.

## Жол

enrol-consent-title = Бұл тексеруге келісесіз бе?
enrol-consent-lead = { $organisation } сіздің кім екеніңізді анық білгісі келеді. Құжатыңыз бен бет-әлпетіңізге тек келіссеңіз ғана қараймыз.
enrol-consent-who = Кім сұрайды
enrol-consent-for = Не үшін
enrol-consent-what = Сізден не сұраймыз
enrol-consent-what-document = Құжатыңыздың фотолары
enrol-consent-what-chip = Құжатыңыздағы чипті оқыту
enrol-consent-what-fields = Одан оқығанымызды тексеру
enrol-consent-what-selfie = Құжаттағы фотомен салыстыратын бет-әлпетіңіздің фотосы
enrol-consent-what-liveness = Нұсқауды орындап тұрғаныңызда бет-әлпетіңіздің қысқа бейнежазбасы: бұл сіз екеніңізге және өзіңіз тұрғаныңызға көз жеткізу үшін
enrol-consent-happens = Онымен не болады
enrol-consent-happens-text = Компьютерлеріміз құжатыңызды оқып, беттерді салыстырады. Олар сенімді болмаса, қызметкеріміз қарайды. Нәтижесі мен құжаттағы деректерді { $organisation } алады.
enrol-consent-faces-text = Бір адамның бірнеше атпен келгенін байқау үшін бетіңізді осыған дейін тексерілген адамдардың беттерімен де салыстырамыз. Тексеруді сұраған ұйым: { $organisation }.
enrol-consent-keep = Қанша уақыт сақтаймыз
enrol-consent-keep-text = Фотоларыңыз шифрланып сақталады, мерзімі біткенде немесе { $organisation } сұраса, бірден өшіріледі. Содан кейін жеке деректеріңізсіз жазба ғана қалады.
enrol-consent-keep-days = Фотолар: ең көбі { $days } күн.
enrol-consent-rights = Келіспеуге, кез келген уақытта тоқтатуға, кейін деректеріңізді көруді, түзетуді немесе өшіруді сұрауға құқығыңыз бар. Бұл үшін және басқа жолдарды білу үшін мына ұйымға жүгініңіз: { $organisation }.
enrol-consent-button = Келісемін
enrol-consent-decline = Келіспеймін

enrol-choose-title = Қай құжатты қолданасыз?
enrol-choose-lead = Мерзімі өтпеген құжатты алыңыз.
enrol-choose-button = Осы құжатты қолдану

enrol-photo-front-title = { $kind ->
    [passport] Фотоңыз бар бетті түсіріңіз
    [identity_card] Жеке куәліктің алдыңғы жағын түсіріңіз
    [residence_permit] Тұруға рұқсаттың алдыңғы жағын түсіріңіз
    [visa] Визаңызды түсіріңіз
   *[other] Құжаттың алдыңғы жағын түсіріңіз
}
enrol-photo-back-title = { $kind ->
    [identity_card] Жеке куәліктің артқы жағын түсіріңіз
    [residence_permit] Тұруға рұқсаттың артқы жағын түсіріңіз
   *[other] Құжаттың артқы жағын түсіріңіз
}
enrol-photo-front-lead = { $kind ->
    [passport] Фотоңыз және төменінде < белгілері бар екі жол орналасқан бет. Деректеріңізді содан оқимыз.
    [visa] < белгілері бар жолдарымен бірге жапсырма түгел. Деректеріңізді содан оқимыз.
   *[other] Фотоңыз бар жағы. Оны кейін бет-әлпетіңізбен салыстырамыз.
}
enrol-photo-back-lead = Екінші жағы, көбіне < белгілері бар үш жол болады. Деректеріңізді содан оқимыз.
enrol-photo-tip-corners = Төрт бұрышы да кадрда.
enrol-photo-tip-light = Үстіне шам да, терезе жарығы да түспейді.
enrol-photo-tip-flat = Ол тыссыз, тегіс жатыр.
enrol-photo-button-camera = { $side ->
    [document_back] Артқы жағын түсіру
    [selfie] Селфи түсіру
   *[other] Алдыңғы жағын түсіру
}
enrol-photo-upload = Дайын фото жүктеу
enrol-photo-upload-label = Құжатыңыздың фотосы
enrol-photo-upload-hint = JPEG, PNG немесе WebP файлы, ең көбі { $megabytes } МБ
enrol-photo-upload-button = Осы фотоны жіберу
enrol-photo-cannot = Мұны істей алмай тұрмын
enrol-photo-type-zone = Жолдарды қолмен теру
enrol-photo-other-document = Басқа құжат алу
enrol-photo-front-again = Алдыңғы жағын қайта түсіру
enrol-photo-drawing = { $kind ->
    [passport] Сурет: ашық паспорт. Фотоңыз сол жақта, < белгілері бар жолдар төменде.
    [visa] Сурет: виза жапсырмасы. < белгілері бар жолдар төменде.
   *[other] Сурет: сол жағында фотосы бар карта.
}
enrol-photo-drawing-back = Сурет: картаның артқы жағы. Төменінде < белгілері бар үш жол.

enrol-zone-title = < белгілері бар жолдарды теріңіз
enrol-zone-lead = Олар фотоңыз бар беттің төменінде немесе картаның артында басылған. Әр < белгісімен дәлме-дәл көшіріңіз.
enrol-zone-label = Жолдар
enrol-zone-hint = 44 немесе 36 белгіден екі жол не 30 белгіден үш жол. Жаңа жолды құжаттағыдай бастаңыз.
enrol-zone-button = Жолдарды тексеру

enrol-working-reading-title = Құжатыңызды оқып жатырмыз
enrol-working-deciding-title = Бәрін тексеріп жатырмыз
enrol-working-chip-title = Чипте не жазылғанын тексеріп жатырмыз
enrol-working-lead = Әдетте жарты минутқа да жетпейді. Бет өзі жалғасады.
enrol-working-event-document = Фотоларыңыз келді
enrol-working-event-read = Құжатыңыз оқылды
enrol-working-event-chip = Чип оқылды
enrol-working-event-fields = Деректеріңізді тексердіңіз
enrol-working-event-selfie = Селфиіңіз келді
enrol-working-now-reading = Фотоңыз бен < белгілері бар жолдарды іздеп жатырмыз
enrol-working-now-chip = Чиптегі қолтаңбаны тексеріп жатырмыз
enrol-working-now-deciding = Бет-әлпетіңізді құжаттағы фотомен салыстырып жатырмыз
enrol-working-long = Бұл әдеттегіден ұзаққа созылды. Күтудің қажеті жоқ: сол сілтемені кейін қайта ашыңыз немесе бетті ашық қалдырыңыз, сонда немен біткенін көресіз. Оны { $organisation } де біледі.
enrol-working-reload = Қайта қарау

enrol-fields-title = Бәрі дұрыс па?
enrol-fields-lead = Құжатыңыздан осыны оқыдық. Дұрыс емесін өзгертіңіз.
enrol-fields-lead-empty = Бәрін оқи алмадық. Жетпегенін толтырыңыз.
enrol-fields-note = Өзгерткеніңізді қызметкеріміз растауы керек, сондықтан уақыт көбірек кетуі мүмкін.
enrol-fields-letters = Пернетақтаңызда болмауы мүмкін әріптер
enrol-fields-zone = Біз оқыған жолдар
enrol-fields-button = Иә, бәрі дұрыс
enrol-fields-photo-again = Құжатты қайта түсіру

enrol-selfie-title = Бет-әлпетіңізді суретке түсіріңіз
enrol-selfie-lead = Оны құжатыңыздағы фотомен салыстырамыз.
enrol-selfie-tip-light = Терезеге немесе шамға қарап тұрыңыз.
enrol-selfie-tip-face = Қара көзілдірікті, кепканы және масканы шешіңіз. Құжаттағы суретте көзілдіріксіз болсаңыз, басқа көзілдірікті де шешіңіз.
enrol-selfie-tip-alone = Суретте басқа ешкім жоқ.
enrol-selfie-upload-label = Бет-әлпетіңіздің фотосы
enrol-selfie-drawing = Сурет: сопақ ішіндегі бет.
enrol-selfie-back = Деректерді қайта тексеру
enrol-liveness-title = Бейнемен сәйкестендіру
enrol-liveness-lead = Ешкім суретті сіздің орныңызға өткізе алмауы үшін бірнеше шағын қимыл жасағаныңызды түсіреміз. Содан кейін құжатыңыздағы фотомен салыстырамыз.
enrol-liveness-seconds = Бұған шамамен { $seconds } секунд кетеді.
enrol-liveness-tip-place = Камераны қол созым жерде, көзіңіздің деңгейінде ұстаңыз.
enrol-liveness-tip-light = Жарыққа қараңыз: артыңызда терезе не шам болмасын.
enrol-liveness-tip-face = Бас киім мен масканы шешіңіз. Құжаттағы суретте көзілдірік киіп түспесеңіз, оны да шешіңіз. Шашты бетіңізден алыңыз.
enrol-liveness-tip-follow = Не істеу керегін айтамыз: басты бұру, жақындау, кейін шегіну, жоғары қарау не көзді жұму. Арасында тура алға қараңыз.
enrol-liveness-light = Соңында экран бірнеше секунд бойы түсін өзгертеді, жарығы бетіңізге түседі. Түс секундына үш реттен аз ауысады. Ауыспалы түстер сізге жайсыз болса, басқа жолды таңдаңыз.
enrol-liveness-open = Камераны ашу
enrol-liveness-ready = Мен дайынмын
enrol-liveness-other = Мұны істей алмаймын: басқа жолды таңдау
enrol-liveness-other-lead = Қимылдарды жасай алмасаңыз, орнына фото түсіріңіз. Сонда тіркеуіңізді қызметкер қарайды, бұл ұзағырақ болады.
enrol-liveness-no-script = Бейнемен сәйкестендіруге скрипттер керек, ал браузеріңізде олар өшірулі. Төменнен басқа жолды таңдаңыз.
enrol-liveness-countdown = Қалған уақыт:
enrol-liveness-free = Үзіліс аяқталды. Енді қайта көре аласыз.
enrol-liveness-left = Үзіліске дейін { $count } мүмкіндік қалды.
enrol-liveness-progress = Жазба қаншалықты дайын
enrol-liveness-missed = Бұл жолы нені өзгерту керек
enrol-liveness-help = Камера бойынша көмек
enrol-liveness-ways = Басқа жолдар

enrol-chip-title = { $kind ->
    [passport] Паспортыңыздың чипін оқытыңыз
    [identity_card] Жеке куәлігіңіздің чипін оқытыңыз
    [residence_permit] Тұруға рұқсатыңыздың чипін оқытыңыз
   *[other] Құжатыңыздың чипін оқытыңыз
}
enrol-chip-lead = Құжатыңыздың ішінде сол деректер мен фотоңыз жазылған чип бар, оған құжатты берген мемлекет қол қойған. Құжаттың шынайы екенін одан артық ештеңе көрсетпейді.
enrol-chip-tip-cover = Құжаттың да, оқу құралының да тысын шешіңіз.
enrol-chip-tip-place = Паспортта чип көбіне артқы мұқабада, кейде фотоңыз бар бетте, ал картада ішінде болады. Телефонның антеннасы артқы жағының жоғарғы бөлігінде.
enrol-chip-tip-still = Нүктелер толғанша ештеңені қозғалтпаңыз.
enrol-chip-drawing = Сурет: паспорт оқу құралының үстінде жазық жатыр. Чип – мұқабаның ортасындағы кішкентай белгі – құралға қаратылған.
enrol-chip-computer = Компьютердегі чип оқу құралымен
enrol-chip-computer-how = Чип оқу құралы бар компьютерге bonafide-reader бағдарламасын орнатып, осы бетте көрсетілген пәрменді сонда орындаңыз: мекенжай мен код соның ішінде.
enrol-chip-code-label = Оқу құралына арналған код
enrol-chip-command = Немесе сонда мына пәрменді қойыңыз
enrol-chip-code-left = Код тағы { $minutes } минут істейді.
enrol-chip-begin-button = Код көрсету
enrol-chip-again-button = Жаңа код көрсету
enrol-chip-waiting = Оқу құралыңызды күтіп тұрмыз …
enrol-chip-confirm-title = Оқу құралыңызда да осы сан тұр ма?
enrol-chip-confirm-lead = «{ $reader }» оқу құралы құжатыңыздың чипін оқымақ. Бұл өз құралыңыз болып, онда осы сан тұрса ғана жалғастырыңыз.
enrol-chip-confirm-yes = Иә, дәл осы сан
enrol-chip-confirm-no = Жоқ, тоқтату
enrol-chip-present = Құжатты оқу құралына қойыңыз
enrol-chip-away = Оқу құралыңыз үнсіз қалды. Байланысты тексеріңіз: оның қайта қосылуына екі минут бар.
enrol-chip-stage-greeting = Чиппен амандасып жатырмыз
enrol-chip-stage-opening = Чипті ашып жатырмыз
enrol-chip-stage-learning = Онда не барын қарап жатырмыз
enrol-chip-stage-proving = Чип шынайы екенін дәлелдеп жатыр
enrol-chip-stage-reading = Деректерді оқып жатырмыз
enrol-chip-stage-done = Дайын
enrol-chip-progress = { $percent }% оқылды
enrol-chip-stop = Оқуды тоқтату
enrol-chip-skip = Чипсіз жалғастыру
enrol-chip-skip-hint = Онда құжатыңызды қызметкеріміз қарауы мүмкін. Бұл ұзағырақ болады.
enrol-chip-key-title = Чип немен ашылатынын тексеріңіз
enrol-chip-key-lead = Чип құжатыңызда басылғанмен ашылады. Әр белгіні салыстырыңыз; оңай шатасатын белгілер фотоның астында көрсетілген.
enrol-chip-key-photo = Машинамен оқылатын жолдары бар беттің фотосы
enrol-chip-key-photo-hint = Сіздің фотоңыз: нөмір мен екі күн төмендегі жолдарда тұр. Үлкейтіп көру үшін фотоны таңдаңыз.
enrol-chip-key-number = Құжат нөмірі
enrol-chip-key-birth = Туған күні
enrol-chip-key-expiry = Жарамды мерзімі
enrol-chip-key-can = Картаға кіру нөмірі (CAN)
enrol-chip-key-can-hint = Құжаттың алдыңғы жағындағы алты цифр
enrol-chip-key-or = Немесе картаға кіру нөмірін теріңіз
enrol-chip-key-suspicious = «{ $letter }» белгісі «{ $other }» болуы да мүмкін
enrol-chip-key-button = Чипті осымен ашу

enrol-review-title = Қызметкеріміз қарайды
enrol-review-lead = Компьютерлеріміз толық сенімді болмады. Бұл сіз туралы ештеңе білдірмейді. Жібергеніңізді адам қарайды, әдетте бір күн ішінде.
enrol-review-next = Бұл бетті жаба аласыз. Нәтижесін { $organisation } біледі. Өзіңіз көргіңіз келсе, осы бетті сол браузерде қайта ашыңыз.

enrol-verified-title = Сіз екеніңізді білдік
enrol-verified-lead = Бәрі дайын. Нәтижесін енді { $organisation } алады.
enrol-rejected-title = Кім екеніңізді растай алмадық
enrol-canceled-title = Бұл тоқтатылды
enrol-expired-title = Бұған берілген уақыт бітті
enrol-result-next = Енді не істеу керек
enrol-result-verified-next = Келген жеріңізге оралыңыз. Әрі қарай { $organisation } жалғастырады.
enrol-result-rejected-next = Келген жеріңізге оралыңыз. Басқа қандай жол барын { $organisation } айтады.
enrol-result-ended-next = Мұны бәрібір жасағыңыз келсе, жаңа сілтеме сұраңыз. Оны { $organisation } береді.
enrol-result-why = Неге
enrol-return-button = Оралу: { $organisation }
enrol-return-elsewhere = Бастаған құрылғыңызға оралыңыз. Ондағы бет өзі жалғасады.
enrol-return-title = Сізді қайтарып жатырмыз: { $organisation }
enrol-return-link = Өту: { $organisation }

enrol-cancel-title = Тоқтатқыңыз келе ме?
enrol-cancel-lead = Жібергеніңіз енді қолданылмайды. Қайта көру үшін жаңа сілтеме керек, оны { $organisation } береді.
enrol-cancel-button = Иә, тоқтату
enrol-cancel-back = Жоқ, жалғастыру

enrol-saved-elsewhere = Бұл басқа қойындыда немесе құрылғыда жалғасты. Бет қазіргі күйін көрсетеді.

## Камера

camera-starting = Камера қосылуда …
camera-allow = Браузер бұл бетке камераны қолдануға рұқсат сұрайды. «Рұқсат беру» дегенді таңдаңыз.
camera-shutter = Түсіру
camera-shutter-face = Мен дайынмын: түсіру
camera-close = Камераны жабу
camera-switch = Басқа камера
camera-use = Осы фотоны алу
camera-again = Қайта түсіру
camera-check-document = Әр әрпі оқыла ма?
camera-check-selfie = Бетіңіз түгел анық әрі жарық па?
camera-sending = Фотоңыз жіберілуде …
camera-sent-share = { $percent }% жіберілді
camera-guide-document = Жақтауды құжатпен толтырыңыз
camera-guide-selfie = Бетіңізді сопаққа келтіріңіз
liveness-guide-ready = Жақсы. «Мен дайынмын» түймесін басыңыз
liveness-prompt-turn-left = Басыңызды баяу солға бұрыңыз
liveness-prompt-turn-right = Басыңызды баяу оңға бұрыңыз
liveness-prompt-closer = Жақындаңыз
liveness-prompt-back = Сәл кейін шегініңіз
liveness-prompt-close-eyes = Екі көзіңізді бір секундқа жұмыңыз
liveness-prompt-look-up = Басыңызды көтеріп, жоғары қараңыз
liveness-prompt-rest = Тура алға қараңыз
liveness-prompt-light = Алға тура қарап тұрыңыз. Экран түсін өзгертеді
liveness-judging = Рақмет. Жазбаны тексеріп жатырмыз …
liveness-passed = Дайын. Сәтті өтті
liveness-unsure = Рақмет. Оны қызметкер қарайды
liveness-failed = Әзірге болмады. Себебін айтамыз
liveness-wait = Қазір басқалар түсіріліп жатыр. Кезекте: { $count }. Осында күте тұрыңыз
liveness-anyway = Жақсармаса, бәрібір «Мен дайынмын» түймесін басыңыз. Бәлкім, қайталау керек болады.
liveness-advice-further = Қимыл тым аз болды. Анық сезілгенше көбірек қозғалыңыз.
liveness-advice-shut = Көзіңіздің жеткілікті уақыт жұмулы тұрғанын көрмедік. Сөздер ауысқанша екеуін де жұмып тұрыңыз.
liveness-advice-slower = Қимыл камераға тым жылдам болды. Екі секундтай уақытта баяу жасаңыз.
liveness-advice-wait = Біз сұрағанға дейін бастадыңыз. Сөздер шыққанша күтіңіз.
liveness-advice-come-back = Әлі бастапқы қалыпқа келмеген едіңіз. Келесінің алдында қайтадан тура қараңыз.
liveness-advice-only-that = Басқаша да қозғалдыңыз. Тек осыны жасаңыз, қалған денеңізді қозғалтпаңыз.
liveness-advice-stay-in-view = Бетіңіз сопақтан шығып кетті. Қозғалғанда да толық ішінде ұстаңыз.
liveness-advice-more-light = Бетіңіз тым қараңғы болды. Терезеге немесе шамға бұрылыңыз.
liveness-advice-less-light = Бетіңіз тым жарық болды. Шамнан немесе күннен алыстаңыз.
liveness-advice-connection = Бізге суреттер аз жетті. Басқа қолданбалар мен беттерді жабыңыз, байланыс жақсы жерге барыңыз немесе басқа құрылғыны алыңыз.
camera-guide-dark = Тым қараңғы. Жарығырақ жер табыңыз
camera-guide-bright = Тым жарық. Жарықтан алыстаңыз
camera-guide-glare = Үстіне жарық түсіп тұр. Сәл еңкейтіңіз
camera-guide-still = Қозғалмаңыз
camera-guide-blurred = Әлі анық емес
camera-guide-ready = Жақсы. Түсіріңіз
camera-anyway = Жақсармаса, осы қалпында түсіріңіз. Бәлкім, қайта түсіру керек болады.
camera-poor = Камераңыз аз көрсетеді. Бәрібір жалғастыра аласыз: біз мұны белгілейміз, бәлкім, қайталау керек болады.
camera-unguided = Бұл браузер сізге кеңес бере алмайды. Бәрібір жалғастыра аласыз: біз мұны белгілейміз.
camera-taken = Фото түсірілді. Жақсы шыққанын қараңыз.
camera-own = Әзірге шықпады. Телефонның өз камерасымен түсіріңіз, ол көбіне жақсы көреді, немесе файл таңдаңыз.
camera-own-button = Телефон камерасын ашу
camera-guide-edges = Шеттері көрінбейді. Біртекті, күңгірт үстелге қойыңыз
camera-guide-centre = Бетіңізді сопақтың ішіне әкеліңіз
camera-guide-closer = Жақындаңыз
camera-guide-further = Алыстаңыз
camera-guide-flatter = Камераға тура, жазық ұстаңыз
camera-guide-straight = Тура алға қараңыз
camera-guide-upright = Басыңызды тік ұстаңыз
camera-guide-eyes = Көзіңізді ашыңыз
camera-guide-covered = Бетіңізден шаш пен қолды алыңыз
camera-guide-front = Жарыққа қарай бұрылыңыз
camera-guide-plain = Біртекті қабырғаның алдына тұрыңыз
camera-guide-slower = Баяуырақ
camera-steps-chrome = Chrome-да: мекенжайдың сол жағындағы белгіні, содан кейін «Сайт параметрлерін» басып, камераға рұқсат беріңіз. Бетті қайта жүктеңіз.
camera-steps-chrome-phone = Телефондағы Chrome-да: мекенжайдың сол жағындағы белгіні, содан кейін «Рұқсаттарды» басып, камераға рұқсат беріңіз. Телефон параметрлерінде Chrome-ға камера рұқсат етілгенін де қараңыз.
camera-steps-edge = Edge-де: мекенжайдың сол жағындағы құлыпты, содан кейін «Осы сайттың рұқсаттарын» таңдап, камераға рұқсат беріңіз. Бетті қайта жүктеңіз.
camera-steps-firefox = Firefox-та: мекенжайдың сол жағындағы сызылған камераны басып, тыйымды алып тастаңыз. Бетті қайта жүктеп, «Рұқсат ету» дегенді таңдаңыз.
camera-steps-safari = Safari-де: Safari мәзірінен «Осы веб-сайттың параметрлерін» таңдап, камераны «Рұқсат ету» күйіне қойыңыз. Бетті қайта жүктеңіз.
camera-steps-safari-phone = iPhone немесе iPad-та: мекенжайдың сол жағындағы белгіні, содан кейін «Веб-сайт параметрлерін» басып, камераны «Рұқсат ету» күйіне қойыңыз. Ол Параметрлер, Қосымшалар, Safari, Камера ішінде де бар.
camera-steps-samsung = Samsung Internet-те: мекенжайдың сол жағындағы құлыпты, содан кейін «Рұқсаттарды» басып, камераға рұқсат беріңіз. Телефон параметрлеріндегі Қолданбалар, Samsung Internet бөлімін де қараңыз.
camera-steps-in-app = Бұл бет басқа қосымшаның ішінде ашық, ол камерасын бермеуі мүмкін. Бетті браузерде ашыңыз: қосымша мәзірінен «Браузерде ашу» дегенді таңдаңыз.
camera-steps-other = Браузердің осы сайтқа арналған параметрлерінен камераны тауып, рұқсат беріңіз. Бетті қайта жүктеңіз.
camera-preview = Сіздің фото
camera-kept = Фотоңыз осында сақталды.

## Телефоннан жалғастыру

handover-title = Телефоннан жалғастырыңыз
handover-lead = Телефон камерасын осы кодқа бағыттаңыз. Телефонда не болып жатқанын осы бет көрсетіп отырады.
handover-qr = Телефонға арналған сілтемесі бар QR код
handover-number = Сіздің сан
handover-number-hint = Телефоныңыз осы санды сұрайды, сонда екі құрылғы да сіздікі екенін білеміз.
handover-time-left = Код тағы { $minutes } минут істейді.
handover-link = Немесе мына сілтемені телефонда ашыңыз
handover-send = Немесе сілтемені өзіңізге жіберіңіз
handover-send-label = Пошта мекенжайы немесе телефон нөмірі
handover-send-hint = Ел коды бар телефон нөмірі, мысалы +7 701 234 56 78
handover-send-button = Сілтемені жіберу
handover-sent = Сілтеме жіберіліп жатыр: { $to }.
handover-delivered = Сілтеме жіберілді: { $to }.
handover-stay = Осы құрылғыда қалу
handover-begin-title = Телефоннан жалғастырасыз ба?
handover-begin-lead = Телефон жақсырақ түсіреді. Сканерлейтін код аласыз, содан кейін бұл бет өзі жалғасады.
handover-begin-button = Кодты көрсету
handover-begin-anyway = Осы компьютерге сілтеме көрсету
handover-away-title = Телефоннан жалғастырыңыз
handover-away-lead = Енді бәрі телефоныңызда. Бұл бетті жаппаңыз: ол онда не істеп жатқаныңызды көрсетеді және аяқтағанда жалғасады.
handover-away-now = Қазір телефоныңызда
handover-away-end = Осында жалғастыру
handover-away-asked = Мұны өзіңіз бастадыңыз ба?
handover-mine-title = Мұны { $organisation } ұйымында жаңа ғана өз компьютеріңізде өзіңіз бастадыңыз ба?
handover-mine-yes = Иә, өзім бастадым
handover-mine-refusing = «Мұны мен бастаған жоқпын» дегенді таңдасаңыз, бәрі бірден тоқтайды, осында бергеніңіз сақталмайды.
handover-here-title = Осында жалғастырыңыз
handover-here-only = Мұны дәл қазір компьютеріңізде өзіңіз ашқан болсаңыз ғана жалғастырыңыз.
handover-here-nobody = Бұл сілтемені басқа біреу жіберсе, санды айтса немесе сұраса, ол сіздің атыңызды жамылмақ болып отыр.
handover-here-label = Бірінші экраныңызда қандай сан тұр?
handover-here-button = Осы құрылғыда жалғастыру
handover-here-refuse = Мұны мен бастаған жоқпын
handover-refused-title = Тоқтағаныңыз дұрыс болды
handover-refused-lead = Сілтеме енді істемейді. Сіз туралы ештеңе берілген жоқ.
handover-refused-close = Бұл бетті жаба беріңіз. Басқа ештеңе істеудің қажеті жоқ.
handover-refused-tell = Сілтемені немесе санды сізге біреу берген болса, бұл туралы { $organisation } білуі керек. Ол сіздің атыңызды жамылмақ болуы мүмкін.

## Бұл не

home-title = Кім екеніңізді өз браузеріңізден көрсетіңіз
home-lead = Bonafide адамның кім екенін тексереді: құжат фотосы, бет фотосы, анық жауап. Ол өз серверіңізде істейді, одан ештеңе шықпайды.
home-person-title = Сізді мұнда біреу жіберді ме?
home-person-text = Өзіңізге берілген сілтемені ашыңыз. Онсыз мұнда істейтін ештеңе жоқ.
home-help = Хабарламаны табу
home-help-text = Әр хабарламаның аты мен коды бар. Не білдіретінін және не істеу керегін көру үшін өзіңіздікін табыңыз.
home-developer-title = Әзірлеушілерге
home-developer-text = Бір шақыру сеанс ашады, бір вебхук нәтижесін әкеледі.
home-developer-link = Бағдарламалық интерфейс туралы оқу
home-moderator-title = Модераторларға
home-moderator-link = Қарау үшін кіру
home-try-title = Байқап көріңіз
home-try-lead = Бұл сервер өз компьютеріңізде көрсетілім ретінде істеп тұр. Сынақ режимінде сеанс ашып, өзіңіз өтіп көріңіз.
home-try-service = Қызмет
home-try-button = Сынақ сеансын ашу
home-try-samples = Басып шығаратын немесе көрсететін үлгі құжаттар
home-try-mailbox = Осы көрсетілімнің поштасы
home-samples-title = Үлгі құжаттар
home-samples-lead = Сынақ режимінде әр үлгі өз атындағы нәтижеге апарады. Біреуін экраннан немесе қағаздан түсіріңіз, не сақтап, жүктеңіз. Сынақ режимінен тыс олар қабылданбайды.
home-samples-verified = Нәтижесі: расталды
home-samples-retry-selfie = Нәтижесі: тағы бір селфи, содан кейін расталды
home-samples-retry-document = Нәтижесі: мерзімі өткен, басқа құжат керек
home-samples-rejected = Нәтижесі: қабылданбады
home-samples-in-review = Нәтижесі: қаралуда
home-samples-save = Суретті сақтау
home-samples-print = Қолға ұстау үшін осы бетті басып шығарыңыз.
home-samples-alt = Үлгі паспорт, нөмірі { $number }

## Көмек

help-title = Көмек
help-lead = Экранда көргеніңізді табыңыз: аты, коды немесе бірнеше сөз.
help-search-label = Аты, коды немесе сөздер
help-search-button = Іздеу
help-found = { $count ->
    [0] «{ $query }» бойынша ештеңе табылмады.
   *[other] «{ $query }» бойынша { $count } хабарлама табылды.
}
help-none = Сөзді азайтып көріңіз немесе төмендегі тізімді қараңыз.
help-what = Бұл нені білдіреді
help-do = Не істеу керек
help-also = Басқа атаулары
help-who = Мұны кім көреді
help-audience-person = Кім екенін дәлелдейтін адамдар
help-audience-developer = Әзірлеушілер
help-audience-operator = Модераторлар мен операторлар
help-status = HTTP күйі
help-retryable = Дәл осы сұрау кейін өтуі мүмкін.
help-back = Барлық хабарламалар
help-return = Жеке басыңызды тексеруге оралу

## Қарау

moderate-title = Қарау
moderate-sign-in-title = Қарау үшін кіріңіз
moderate-sign-in-lead = Осы серверге баптаған кіру кілтіңізді қолданыңыз.
moderate-sign-in-button = Кіру кілтімен кіру
moderate-sign-out = Шығу
moderate-enrol-title = Кіру кілтіңізді баптаңыз
moderate-enrol-lead = { $name }, осы сілтеме арқылы серверге кіру кілтін баптайсыз. Кілт құрылғыңызда қалады, оны болжау да, жалған бет арқылы ұрлау да мүмкін емес.
moderate-enrol-button = Кіру кілтін баптау
moderate-needs-scripts = Кіру кілтіне скрипт керек. Осы бетке JavaScript-ке рұқсат беріп, бетті жаңартыңыз.
moderate-signed-in-as = Кірген адам: { $name }
moderate-next-title = Келесі ісіңіз
moderate-next-lead = Істер бір-бірлеп беріледі, ең шұғылы бірінші. Таңдап алуға болмайды.
moderate-next-waiting = { $count ->
    [0] Күтіп тұрған іс жоқ.
   *[other] { $count } іс күтіп тұр.
}
moderate-next-overdue = { $count } мерзімі өткен
moderate-next-button = Маған іс беріңіз
moderate-case-title = { $id } ісі
moderate-case-due = Мерзімі
moderate-case-opened = Ашылған
moderate-case-service = Қызмет
moderate-case-organisation = Ұйым
moderate-case-round = Нешінші қарау
moderate-case-document = Құжат
moderate-case-reasons = Неге адам шешуі керек
moderate-case-earlier = Бұрынғы шешімдер
moderate-case-came-back = Қабылданды, бірақ жаңа жайт анықталды: қайта қаралады
moderate-case-findings = Тексеру нәтижелері
moderate-case-refusal = Қабылданбау себебі
moderate-case-look-at = Неге қарау керек
refusal-side-missing = Бір жағы жоқ
refusal-mismatch = Сәйкес емес
refusal-copy = Көшірме
refusal-unreadable = Оқылмайды
refusal-expired = Мерзімі өткен
moderate-look-side = Екі сурет сурет ізі, аймақ және портрет бойынша салыстырылды. Біреуі артқы жағын мүлде көрсете ме, қараңыз; портреттің көлеңкесі ғана екінші бет емес.
moderate-look-mismatch = Екі беттің қашықтығы өлшенді. Құлақты, көз бұрыштарын, жақ сызығын салыстырыңыз; шашқа, сақалға, көзілдірікке, салмаққа қарамаңыз. Портрет ескі болса, жақсырақ селфи сұраңыз.
moderate-look-portrait = Үлкен бет табылды, ал аймақ табылмады. Портреттің айналасында құжат бар ма, қараңыз; автоматтан шыққан фото не селфи құжат емес.
moderate-look-screen = Түстің бір жиілігі қаншалықты ерекшеленетіні өлшенді: экран жолақтары. Үлкейтіп қараңыз: ұсақ тор, кемпірқосақ жолақтары, шыны жиек не меңзер бар ма. Баспа гильоштары — сызықтар, тор емес.
moderate-look-grey = Құжат түстерінің бір-бірінен алшақтығы өлшенді; жарықтың өз реңкі есептелмейді. Үстел мен қолда түс бар, ал құжатта жоқ па, қараңыз. Лазермен салынған портреттер шынайы карталарда да сұр болады.
moderate-look-print = Жарықтың бір жиілігі қаншалықты ерекшеленетіні өлшенді: принтер нүктелері. Тегіс жерлерді үлкейтіңіз: біркелкі тордағы нүктелер, шетіндегі ақ қағаз, жылтырдың жоқтығы. Сиялы принтер мұндай тор қалдырмайды, оны бұлай таппайды.
moderate-look-screenshot = Суреттің ештеңе өзгермейтін бөлігі және өлшемі экранға сай келетіні өлшенді. Күй жолағын, түймелерді, көлеңкесі жоқ картаның дөңгелек бұрыштарын іздеңіз.
moderate-look-suspected = Өлшем құжаттар мен көшірмелердің арасында жатыр. Соны айтқан нәтижені қараңыз, суретті үлкейтіңіз, күмәндансаңыз, күн жарығында жаңа фото сұраңыз.
moderate-look-covered = Тері түстес бірдеңе шетінен кіріп, портреттің не аймақтың үстінде жатыр. Нені жасырып тұрғанын қараңыз: кездейсоқ бас бармақ па, әлде әр жолы сол бір өріс пе.
moderate-look-unreadable = Айқындық, жарық, жылтыр, шеттер және аймақ өлшенді. Нөмірді, күндерді, портретті өзіңіз оқи аласыз ба, қараңыз; болмаса, болжамай, қайта сұраңыз.
moderate-look-poor = Көз арасындағы пиксельдер мен портреттің айқындығы өлшенді, олар әділ салыстыруға жеткіліксіз. Бұл адам туралы ештеңе айтпайды: жақынырақ фото сұраңыз не чипті оқыңыз.
moderate-look-expired = Жарамдылық мерзімі аймақтан оқылып, бүгінгі күнмен (UTC) салыстырылды. Басылған күнге қараңыз; кейбір мемлекеттер басқа беттегі мөрмен ұзартады.
moderate-look-alike = Бет бұрын расталған адамдардың бәрінің бетімен салыстырылды, біреуі не бірнешеуі осы қашықтықтың ішінде жатыр. Сақталып тұрса, олардың селфилері төменде. Құлақты, көз бұрыштарын, жақ сызығын салыстырыңыз; бауырлар мен көп адамның ішіндегі бөтендер де осынша жақын келеді.
moderate-case-fields = Өрістер
moderate-case-evidence = Материалдар
moderate-case-evidence-recorded = Суретке әр қарау жазылады.
moderate-case-evidence-gone = Бұл сурет өшірілген.
moderate-case-alike = Ұқсас беттер
moderate-case-alike-selfie = Басқа тіркелудің селфиі
moderate-case-column-check = Тексеру
moderate-case-column-outcome = Нәтиже
moderate-case-column-reason = Себеп
moderate-case-column-measured = Өлшенгені
moderate-case-column-threshold = Шегі
moderate-case-column-model = Модель
moderate-case-column-field = Өріс
moderate-case-column-value = Мәні
moderate-case-column-vouched = Не растады
moderate-settle-title = Сіздің шешім
moderate-settle-accept = Қабылдау: бұл құжаттағы адам
moderate-settle-retry = Қайта сұрау
moderate-settle-reject = Біржола бас тарту
moderate-settle-reason = Адамға айтылатын себеп
moderate-settle-reason-choose = Себепті таңдаңыз
moderate-settle-note = Не көрдіңіз және неге осылай шештіңіз
moderate-settle-note-hint = Тарихта сақталады. Адам мұны көрмейді.
moderate-settle-button = Растауға өту
moderate-put-back = Істі басқа біреуге қайтару
moderate-confirm-title = Шешіміңізді растаңыз
moderate-confirm-accept = Адамның кім екені расталады, ұйымға айтылады. Мұны қайтаруға болмайды.
moderate-confirm-retry = Адамнан қайта сұралады және былай айтылады: { $reason }.
moderate-confirm-reject = Адамға біржола бас тартылады және былай айтылады: { $reason }. Мұны қайтаруға болмайды.
moderate-confirm-button = Істі шешу
moderate-confirm-back = Шешімді өзгерту
moderate-settled = Іс шешілді.
moderate-reopened = Адам әлі қабылданған жоқ: сіз істі көргеннен кейін жаңа жайт анықталды, шешімді қайта қабылдау керек.
moderate-keys-title = Пернелер
moderate-keys-evidence = келесі және алдыңғы сурет
moderate-keys-decide = қабылдау, қайта сұрау, бас тарту
moderate-keys-note = жазба жазу
moderate-keys-help = осы көмекті көрсету немесе жасыру
moderate-keys-close = Жабу
moderate-chip-class = Дәлел класы
moderate-chip-class-none = жоқ: файлдарға мұнда сенім білдірілген бірде-бір мемлекет қол қоймаған
moderate-chip-access = Ашылу тәсілі
moderate-chip-signer-country = Қол қоюшының елі
moderate-chip-signer = Қол қоюшының сертификаты, SHA-256 саусақ ізі
moderate-trust-title = Сенім қоймасы
moderate-trust-lead = Төлқұжат чипіне осы қоймадағы сертификат арқылы жеткенде ғана сенеміз. Мұнда тек осындағы адамдар енгізген нәрсе бар.
moderate-trust-imported = Файл импортталды.
moderate-trust-countries = Елдер
moderate-trust-country = Ел
moderate-trust-any = Барлығы
moderate-trust-state = Күйі
moderate-trust-kind = Түрі
moderate-trust-search = Иесінің атауында не сериялық нөмірінде бар
moderate-trust-show = Көрсету
moderate-trust-nothing = Қоймада мұндай ештеңе жоқ.
moderate-trust-more = Келесі бет
moderate-trust-import = Импорт және бекітілгендер
moderate-trust-sources = Қолданыстағы тізімдер мен файлдар
moderate-trust-kind-authority = Мемлекет сертификаты
moderate-trust-kind-signer = Құжатқа қол қоюшы
moderate-trust-kind-crl = Қайтарып алынғандар тізімі
moderate-trust-state-valid = жарамды
moderate-trust-state-ending = 90 күн ішінде аяқталады
moderate-trust-state-ended = мерзімі өткен
moderate-trust-state-distrusted = мұнда сенілмейді
moderate-trust-subject = Иесі
moderate-trust-serial = Сериялық нөмірі
moderate-trust-until = Дейін
moderate-trust-from = Бастап
moderate-trust-issuer = Шығарған
moderate-trust-fingerprint = SHA-256 саусақ ізі
moderate-trust-key = Кілт
moderate-trust-revokes = Қайтарып алған сертификаттар
moderate-trust-chain = Қайда апарады
moderate-trust-revocation = Қайтарып алу
moderate-trust-issuers = Қол қойған
moderate-trust-deviations = Стандарттан ауытқиды, бірақ рұқсат етіледі
moderate-trust-provenance = Қайдан келген
moderate-trust-source-list = Қол қойылған тізім
moderate-trust-source-hand = Қолмен
moderate-trust-source-directory = Каталог экспорты
moderate-trust-command-line = пәрмен жолы
moderate-trust-signed-by = Қол қойған:
moderate-trust-signer-until = Қол қоюшының сертификаты аяқталады:
moderate-trust-imported-by = Импорттаған:
moderate-trust-chain-trusted = сенімді сертификатқа
moderate-trust-chain-unknown = ешқайда: шығарушыға сенім жоқ
moderate-trust-chain-not-signed = аталған шығарушы қол қоймаған
moderate-trust-chain-distrusted = оған немесе шығарушысына мұнда сенілмейді
moderate-trust-chain-revoked = қайтарып алынған
moderate-trust-chain-expired = жолдағы сертификаттың мерзімі өткен
moderate-trust-chain-early = жолдағы сертификат әлі күшіне енбеген
moderate-trust-chain-unauthorised = жолдағы шығарушының шығаруға құқығы жоқ
moderate-trust-revocation-unknown = ешбір тізімде айтылмаған
moderate-trust-revocation-stale = ескірген тізім бойынша қайтарып алынбаған
moderate-trust-revocation-good = қайтарып алынбаған
moderate-trust-distrust = Бұл сертификатқа енді сенбеу
moderate-trust-distrust-lead = Тек осыған апаратын әр құжаттың шығарушысы белгісіз болып қалады, тізімдерде не жазылса да. Мұны кері қайтаруға болады.
moderate-trust-reason = Себебі
moderate-trust-again = Қайта сену
moderate-trust-import-lead = Қол қойылған тізім қол қоюшысы төменде бекітілген болса ғана қабылданады. Қалғанының саусақ ізіне өзіңіз кепіл боласыз. Не өзгеретінін алдын ала көресіз.
moderate-trust-file = Тізімдер, сертификаттар не қайтарып алу тізімдері бар файл
moderate-trust-file-hint = Мастер-тізім (.ml), халықаралық каталог экспорты (.ldif), PEM не DER. 16 мегабайттан аспайды.
moderate-trust-file-button = Не өзгеретінін көрсету
moderate-trust-pins = Бекітілген тізім қол қоюшылары
moderate-trust-pins-lead = Тізімдерге қол қоятын мемлекеттің не қол қоюшының өз сертификатын бекітіңіз. Саусақ ізін тізімнен емес, мемлекет жариялаған жерден алыңыз.
moderate-trust-pinned-by = Бекіткен:
moderate-trust-unpin = Бекітуді алып тастау
moderate-trust-fingerprint-hint = 64 цифр және a-дан f-ке дейінгі әріптер. Бос орындар мен қос нүктелердің маңызы жоқ.
moderate-trust-pin = Осы қол қоюшыны бекіту
moderate-trust-preview = Не өзгерер еді
moderate-trust-preview-lead = Әзірге ештеңе жасалған жоқ.
moderate-trust-untimely = Тізімге қол қоюшы сертификатының мерзімі бүгінгі күнді қамтымайды. Мүмкін болса, мемлекеттен жаңа тізім сұраңыз.
moderate-trust-count-items = Ішінде
moderate-trust-count-added = Жаңа
moderate-trust-count-vanished = Жоғалған, енді сенілмейді
moderate-trust-unchanged = қолданыста бар
moderate-trust-by-hand = Бұларға тек сіз кепіл боласыз
moderate-trust-by-hand-lead = Біз сенетін ешкім бұларға қол қойған жоқ. Растамас бұрын әр саусақ ізін мемлекет жариялағанымен салыстырыңыз.
moderate-trust-compare = Осылардың бірі мемлекеттің басқа жерде жариялағанына сай келсе, оны бекітіп, файлды қайта жіберіңіз:
moderate-trust-confirm = Осыны импорттау
moderate-trust-cancel = Импорттамау
moderate-trust-why-unpinned = Бұл тізім алынбады: қол қоюшысы бекітілмеген.
moderate-trust-why-signature = Бұл тізім алынбады: қолтаңбасы дұрыс емес.
moderate-trust-why-distrusted = Бұл тізім алынбады: қол қоюшысына мұнда сенім жоқ.
moderate-trust-why-revoked = Бұл тізім алынбады: қол қоюшысы қайтарып алынған.
moderate-trust-why-not-list-signer = Бұл тізім алынбады: қол қоюшысына тізімге қол қою құқығы берілмеген.
moderate-trust-why-future = Алынбады: болашақта жасалған деп көрсетілген.
moderate-trust-why-older = Алынбады: қолданыстағысы жаңарақ.
moderate-trust-why-unreadable = Алынбады: сертификат та, тізім де емес.
moderate-trust-why-not-authority = Алынбады: бұл сертификат ештеңе шығармайды.
moderate-trust-why-crl-unsigned = Бұл қайтарып алу тізімі алынбады: біз сенетін ешкім қол қоймаған. Алдымен мемлекетінің сертификатын импорттаңыз.
moderate-trust-endings = { $count ->
   *[other] { $count } сертификаттың не тізімнің мерзімі жақында аяқталады немесе жаңа ғана өтті.
}
moderate-trust-preview-nothing = { $count ->
   *[other] Ештеңе өзгермейді. { $count } нәрсе бұрыннан бар.
}
moderate-trust-and-more = { $count ->
   *[other] Тағы { $count }.
}

## Көрсетілім поштасы

mailbox-title = Пошта
mailbox-lead = Осы көрсетілім жіберетін хаттар, SMS және хабарландырулар. Оларды тек осы компьютер көре алады.
mailbox-empty = Әзірге ештеңе жіберілген жоқ.
mailbox-to = Кімге
mailbox-channel-mail = Хат
mailbox-channel-sms = SMS
mailbox-channel-push = Хабарландыру
mailbox-open = Сілтемені ашу

home-returned-title = Ұйымға қайта оралдыңыз
home-returned-lead = Бұл бет ұйымның өз сайтының орнында тұр. Ол сізбен бірге келген бір реттік кодты пайдаланып, мына жауапты алды.
home-returned-session = Сеанс
home-returned-status = Күйі
home-returned-json = Бағдарламалық интерфейс беретін жауап
home-returned-again = Тағы бір рет көру

home-account-title = Аккаунтыңыз
home-account-text = Аккаунт ашыңыз немесе кіріп, оның қалай қорғалғанын көріңіз.
home-account-link = Аккаунтқа өту
account-title = Аккаунтыңыз
account-open-title = Аккаунт ашу
account-open-lead = Қазір оқи алатын пошта мекенжайы мен ұялы телефон керек. Бұл бес минуттай уақыт алады.
account-open-button = Аккаунт ашу
account-open-link = Аккаунт ашу
account-have-link = Аккаунтым бар: кіру
account-mail-title = Пошта мекенжайыңыз қандай?
account-mail-lead = Ол сіздікі екеніне көз жеткізу үшін оған код жібереміз және аккаунттағы өзгерісті сонда хабарлаймыз.
account-mail-label = Пошта мекенжайы
account-mail-hint = Мысалы, ann@mail.example
account-mail-button = Код жіберу
account-mail-code-title = Поштаңызды қараңыз
account-mail-code-lead = { $address } мекенжайына сегіз цифрлы код жібердік. Ол 24 сағат жарамды.
account-mail-code-button = Әрі қарай
account-phone-title = Ұялы нөміріңіз қандай?
account-phone-lead = Оған SMS арқылы код жібереміз және аккаунттағы өзгерісті сонда хабарлаймыз.
account-phone-label = Ұялы нөмір
account-phone-hint = Халықаралық түрде, мысалы, +7 701 123 45 67
account-phone-button = Код жіберу
account-phone-code-title = Телефоныңызды қараңыз
account-phone-code-lead = { $address } нөміріне сегіз цифрлы код жібердік. Ол 10 минут жарамды.
account-phone-code-button = Әрі қарай
account-code-label = Код
account-code-hint = Сегіз цифр; бос орын маңызды емес
account-no-code = Код келмеді ме?
account-no-sms-1 = Телефонда ақша жоқ, ол өшірулі немесе байланыс аясынан тыс.
account-no-sms-2 = Операторды ауыстырдыңыз, хабарламалар әлі ескісіне барып жатыр.
account-no-sms-3 = Телефоныңызда қысқа немесе бейтаныс нөмірлердің хабарламалары бұғатталған.
account-no-sms-4 = Хабарлама жады толған.
account-no-mail-1 = Хат спам қалтасында.
account-no-mail-2 = Мекенжайда қате бар: қайта теріңіз.
account-no-mail-3 = Пошта жәшігі толған.
account-no-mail-4 = Хат әлі жолда: кейбір серверлерге бірнеше минут керек.
account-again-button = Жаңа код жіберу
account-retype-button = Басқа мекенжай теру
account-choose-title = Қалай кіретініңізді таңдаңыз
account-choose-lead = Кіру кілтімен кірмесеңіз, бұлар әр жолы керек болады.
account-choose-button = Аккаунтымды ашу
account-user-label = Пайдаланушы аты
account-user-hint = 5–48 әріп пен цифр. ЖСН-ді ешқашан алмаңыз.
account-new-password-label = Құпиясөз
account-new-password-hint = 8–64 таңба; төрт-бес сөзді есте сақтау оңай, табу қиын
account-sign-in-title = Аккаунтқа кіріңіз
account-sign-in-lead = Кіру кілтімен ат та, құпиясөз де керек емес.
account-sign-in-button = Кіру
account-name-label = Пайдаланушы аты немесе пошта
account-name-hint = Екеуінің бірі жеткілікті
account-password-label = Құпиясөз
account-password-hint = Осы аккаунтқа таңдағаныңыз
account-forgot-password-link = Құпиясөзді ұмыттым немесе бұғатталған аккаунтты ашқым келеді
account-forgot-user-id-link = Пайдаланушы атымды ұмыттым
account-told-password = Жаңа құпиясөз сақталды. Барлық браузер шығарылды: сонымен кіріңіз.
account-told-blocked = Аккаунт бұғатталды. Жаңа құпиясөз таңдағанша ешкім кіре алмайды.
account-told-reminded = Осы поштаның аккаунты болса, пайдаланушы аты соған жіберілді.
account-remind-title = Пайдаланушы атын ұмыттыңыз ба?
account-remind-lead = Оны аккаунтыңыздың поштасына жібереміз. Сол мекенжаймен де кіре аласыз.
account-remind-label = Пошта мекенжайы
account-remind-hint = Аккаунтыңыздың мекенжайы
account-remind-button = Атымды жіберу
account-recover-title = Жаңа құпиясөз таңдау
account-recover-lead = Бір кодты поштаңызға, екіншісін телефоныңызға жібереміз. Екеуі де керек. Бұғатталған аккаунт та осылай ашылады, сонда кіру кілттері алынады.
account-recover-button = Кодтарды жіберу
account-codes-title = Екі кодты да теріңіз
account-codes-lead = Мұндай аккаунт болса, кодтар оның поштасы мен телефонына жіберілді.
account-codes-mail-label = Хаттағы код
account-codes-mail-hint = Сегіз цифр, 24 сағат жарамды
account-codes-phone-label = SMS-тегі код
account-codes-phone-hint = Сегіз цифр, 10 минут жарайды. Немесе қағаздағы қалпына келтіру кодының бірі
account-codes-button = Әрі қарай
account-another-title = Жаңа құпиясөз таңдаңыз
account-another-lead = Кірген браузерлердің бәрі шығарылады.
account-another-button = Осы құпиясөзді сақтау
account-by-code = кодпен дәлелденген
account-opened-label = Ашылған уақыты
account-password-since-label = Құпиясөз таңдалған уақыт
account-change-password-link = Басқасын таңдау
account-passkeys-title = Кіру кілттері
account-passkeys-lead = Саусақ ізімен, бетпен немесе құрылғы кодымен кіріңіз. Кіру кілтін болжау да, жалған бет арқылы ұрлау да мүмкін емес.
account-passkey-added = Қосылған уақыты
account-passkey-used = соңғы қолданылған уақыты
account-passkey-remove = Бұл кілтті алу
account-passkey-add = Кіру кілтін қосу
account-sessions-title = Кірген браузерлер
account-session-this = Осы браузер
account-session-passkey = Кіру кілтімен кірген
account-session-password = Құпиясөзбен кірген
account-session-seen = Соңғы көрінуі
account-session-end = Бұл браузерді шығару
account-session-others = Қалғандарын шығару
account-block-link = Аккаунтты бұғаттау
account-block-title = Аккаунтты бұғаттайсыз ба?
account-block-lead = Кіргеннің бәрі аяқталады, ешкім, сіз де кіре алмайсыз. Оны пошта мен телефондағы кодтармен және жаңа құпиясөзбен қайта ашасыз. Сонда кіру кілттері алынады.
account-block-button = Аккаунтымды бұғаттау
account-keep-link = Бұғаттамай қайту
account-notice-title = Аккаунтыңыздағы өзгеріс
account-notice-lead = Бұл сіз болсаңыз, бетті жабыңыз: ештеңе болмайды. Сіз болмасаңыз, аккаунтты бұғаттаңыз. Сонда иесі жаңа құпиясөз таңдағанша ешкім кіре алмайды.
account-notice-button = Бұл мен емес: аккаунтты бұғаттау
account-change-password = Құпиясөз өзгертілді.
account-change-passkey-added = Кіру кілті қосылды.
account-change-passkey-removed = Кіру кілті алынды.
account-change-blocked = Аккаунт бұғатталды.
account-change-reopened = Аккаунт қайта ашылды.
level-low = төмен
level-substantial = елеулі
level-high = жоғары
chip-class-a = біз оқыдық, түпнұсқа екені дәлелденді
chip-class-b = басқа оқырман оқыды, түпнұсқа екені дәлелденді
chip-class-c = мемлекет қол қойған
face-photographed = фотосуретпен салыстырылды
face-filmed = тірі беттің бейнесімен салыстырылды
face-film-unsure = салыстырылды; бейне анық болмады
face-other-way = бейненің орнына фотосуретпен салыстырылды
decided-by-policy = жүйе, өз ережесі бойынша
decided-by-moderator = модератор
decided-by-sample = үлгі құжат
enrol-keep-title = Келесі жолға сақтап қойыңыз
enrol-keep-text = Аккаунт болса, оны қабылдайтын қызметте жеке басты қайта растаудың қажеті жоқ.
enrol-keep-link = Аккаунтта сақтау
account-keep-title = Жеке басыңызды сақтаңыз
account-keep-first-lead = Жеке басыңыз { $organisation } үшін расталды. Сақтау үшін аккаунт ашыңыз немесе өзіңіздікіне кіріңіз.
account-keep-lead = Осы браузерде расталғаны мынау. Ол { $user } аккаунтында сақталады.
account-keep-copied = Ол аккаунтыңызға шифрланып көшіріледі және ұйым өзіндегісін өшіргенде де сонда қалады. Фотосуреттер көшірілмейді. Сіздің келісіміңізсіз ешкім көрмейді.
account-keep-button = Аккаунтымда сақтау
account-keep-not-link = Қазір емес
account-keep-link-button = Осы жеке басты сақтау
account-pending-title = Осы браузердегі растау
account-pending-for = { $organisation } үшін
account-pending-link = Сонда жалғастыру
account-identity-title = Расталған жеке бас
account-identity-none = Әзірге жоқ. Қызмет сізді растағанда, нәтижені соңғы бетінен осында сақтай аласыз.
account-identity-document-label = Құжат
account-identity-chip-label = Чип
account-identity-face-label = Бет
account-identity-level-label = Сенім деңгейі
account-identity-by-label = Шешім қабылдаған
account-identity-for-label = Кім үшін расталды
account-identity-verified-label = Расталған уақыты
account-change-identity-kept = Расталған жеке бас қосылды.
authorize-title = { $client } қызметімен бөлісесіз бе?
authorize-lead = { $organisation } мұны сізді кіргізу үшін сұрайды.
authorize-shared-title = Не бөлісіледі
authorize-name-label = Сізге арналған код
authorize-name-text = Қызмет сізді осы арқылы таниды. Ол сіз туралы ештеңе айтпайды.
claim-name = Толық аты-жөні
claim-age-over-16 = 16 жасқа толған
claim-age-over-18 = 18 жасқа толған
claim-age-over-21 = 21 жасқа толған
claim-age-over-65 = 65 жасқа толған
claim-age-yes = иә
claim-age-no = жоқ
authorize-missing-title = Аккаунтыңызда жоқ деректер
authorize-missing-essential = Қызмет мұнсыз істей алмайтынын айтады.
authorize-missing-identity = Бұл үшін расталған тұлға деректері керек. Қызмет сізді растағанда, нәтижені соңғы бетінен аккаунтыңызда сақтай аласыз. Онсыз да жалғастыра аласыз.
authorize-offline = Қызмет мұны кейін сізсіз қайта сұрай алады. Аккаунтты бұғаттасаңыз, бұл тоқтайды.
authorize-others = Қызмет сіздің атыңыздан мыналарды да істей алады:
authorize-resources = Осы келісіммен ол мына жерлерге жүгіне алады:
authorize-host = Содан кейін { $host } мекенжайына қайтасыз.
authorize-yes = Бөлісіп, жалғастыру
authorize-no = Бөліспеу
authorize-as = Сіз { $user } ретінде кірдіңіз.
authorize-other-account = Басқа аккаунтты пайдалану
authorize-back-title = { $host } мекенжайына қайту
authorize-back-link = Жалғастыру
authorize-sign-in-for = { $client } қызметіне өту үшін кіріңіз.
leave-title = Шығасыз ба?
leave-client = { $client } сізді шығу үшін осында жіберді.
leave-lead = Сонда осы браузерде аккаунтыңыздан шығасыз.
leave-button = Шығу
leave-stay = Шықпай қалу
left-title = Сіз шықтыңыз
left-lead = Бұл бетті жаба аласыз.
account-prove-title = Бұл сіз екеніңізді тағы бір рет көрсетіңіз
account-prove-lead = Аккаунтқа кіру тәсілі өзгермес бұрын біз қайта сұраймыз. Ол 10 минутқа жарайды.
account-prove-button = Жалғастыру
account-prove-not-link = Ештеңе өзгертпей қайту
account-passkey-prove = Кіру кілттерін қосу немесе алып тастау
account-back-link = Аккаунтқа қайту
account-change-password-lead = Кірген барлық басқа браузерлерден шығарыласыз.
account-change-mail-link = Пошта мекенжайын өзгерту
account-change-mail-title = Жаңа пошта мекенжайыңыз қандай?
account-change-mail-lead = Біз оған код жібереміз. Кодты терген соң ол ескі мекенжайдың орнын басады, ал ескісіне хабар беріледі.
account-change-phone-link = Нөмірді өзгерту
account-change-phone-title = Жаңа ұялы нөміріңіз қандай?
account-change-phone-lead = Біз оған SMS арқылы код жібереміз. Кодты терген соң ол ескі нөмірдің орнын басады, ал ескісіне хабар беріледі.
account-change-again-button = Жаңа код алу үшін мекенжайды қайта теру
account-change-mail = Пошта мекенжайы өзгертілді.
account-change-phone = Телефон нөмірі өзгертілді.
device-android = Android құрылғысы
device-ios = iPhone не iPad
device-windows = Windows компьютері
device-mac = Mac компьютері
device-linux = Linux компьютері
device-other = Белгісіз құрылғы
account-apps-title = Мақұлдау қолданбасы
account-apps-lead = Құпиясөздің орнына телефоныңыз немесе планшетіңіз кіруді мақұлдайды. Үшеуге дейін болады.
account-app-activated = Қосылған уақыты
account-app-used = соңғы мақұлдауы
account-app-blocked = Бұғатталған: ештеңе мақұлдамайды
account-app-block = Қолданбаны бұғаттау
account-app-reopen = Қайта мақұлдауға рұқсат беру
account-app-remove = Қолданбаны алып тастау
account-app-add = Қолданба қосу
account-session-app = Мақұлдау қолданбасымен кірген
account-activate-title = Мақұлдау қолданбасын қосу
account-activate-begin-lead = Экран құлпы қосулы телефонды немесе планшетті қолға алыңыз. Біз сканерлейтін QR-код көрсетеміз; ол бір рет, 3 минут жарайды. Ештеңе орнатудың қажеті жоқ.
account-activate-begin = QR-кодты көрсету
account-activate-lead = QR-кодты телефонның немесе планшеттің камерасымен сканерлеп, көрсетілген мекенжайды ашыңыз.
account-activate-qr = Қолданбаны қосатын QR-код
account-activate-link = Мекенжайды өзіңіз ашу
account-activate-again = Жаңа QR-код көрсету
account-activate-done-title = Қолданба қосылды
account-activate-done = Енді аккаунтыңыз үшін мына құрылғы мақұлдайды: { $device }. Ол сіздікі болмаса, бірден алып тастаңыз.
account-approve-button = Мақұлдау қолданбасымен
account-approve-title = Телефонда мақұлдаңыз
account-approve-lead = Мақұлдау қолданбасын ашыңыз. Бұл аккаунтта ол болса, қазір сонда сұралады, мына сан керек:
account-approve-number = Сан
account-approve-continue = Мақұлдадым
account-approve-not-yet = Әлі мақұлданған жоқ.
account-approve-refused = Кіруден бас тартылды
account-approve-refused-lead = Біреу қолданбада бас тартты немесе санды үш рет қате терді.
account-approve-over = Уақыт бітті
account-approve-over-lead = Ешкім уақытында мақұлдамады. Қайта сұраңыз немесе басқаша кіріңіз.
account-approve-other-link = Басқаша кіру
app-title = Мақұлдау
app-none-title = Бұл құрылғы әзірге ештеңе мақұлдамайды
app-none-lead = Басқа құрылғыда аккаунтыңызға кіріп, қолданба қосуды таңдаңыз да, шыққан QR-кодты осы құрылғымен сканерлеңіз.
app-for = { $user } аккаунты үшін
app-nothing-title = Мақұлдайтын ештеңе жоқ
app-nothing-lead = Бір жерге кірсеңіз, бұл бет өзі сұрайды. Тез табу үшін оны басты экранға қойыңыз.
app-asks-title = Бұл сіз бе?
app-asked-on = Сұралған құрылғы
app-number-label = Екінші экрандағы сан
app-number-hint = Екі цифр. Алдыңыздағы ешбір экранда сан болмаса, басқа біреу сұрап тұр: бас тартыңыз.
app-approve = Мақұлдау
app-deny = Бас тарту
app-report = Бұл мен емеспін
app-report-hint = Екінші түйме басылса, сұраған адам бір тәулік сұрай алмайды.
app-before-title = Бұрынғы
app-answer-approved = мақұлданды
app-answer-denied = бас тартылды
app-answer-reported = бас тартылып, хабарланды
app-answer-missed = жауапсыз қалды
app-leave-link = Қолданбаны бұл құрылғыдан алып тастау
app-leave-title = Қолданба бұл құрылғыдан алынсын ба?
app-leave-lead = Бұл құрылғы енді ештеңе мақұлдамайды. Аккаунтыңыз, растағаныңыз және басқа қолданбалар қалады. Мұнда қайта мақұлдау үшін қолданбаны жаңадан қосасыз: ол үшін басқаша кіре алуыңыз керек.
app-leave-button = Алып тастау
app-leave-stay = Қалдыру
app-left = Қолданба бұл құрылғыдан алынды.
app-join-title = Құрылғыны мақұлдау қолданбасына айналдыру
app-join-lead = Ол { $user } аккаунты үшін мақұлдайды. Саусақ ізі, бет немесе құрылғы коды сұралады, олар құрылғыдан шықпайды. QR-кодты өзіңіз көрсеткен болсаңыз ғана жалғастырыңыз.
app-join-button = Қосу
account-change-app-activated = Мақұлдау қолданбасы қосылды.
account-change-app-removed = Мақұлдау қолданбасы алынды.
account-change-app-blocked = Мақұлдау қолданбасы бұғатталды.
account-change-app-reopened = Бұғатталған қолданба қайта мақұлдайды.
account-export-link = Деректеріңізді жүктеп алу
account-export-title = Деректеріңізді алып кетіңіз
account-export-lead = Бұл аккаунтта сіз туралы бардың бәрі бар файл: мекенжайлар, расталған жеке бас, кіру кілттері, қолданбалар, браузерлер, мақұлдағаныңыз бен келіскеніңіз. Онда құпиясөз де, кілт те жоқ. Қауіпсіз жерде сақтаңыз.
account-export-button = Жүктеп алу
account-erase-link = Бұл аккаунтты өшіру
account-erase-title = Бұл аккаунт өшірілсін бе?
account-erase-lead = 7 күннен кейін ондағы деректеріңіздің бәрі біржола жойылады: мекенжайлар, расталған жеке бас, кіру кілттері, қолданбалар және әр қызметке кіру мүмкіндігі. Оған дейін осы жерде бас тарта аласыз. Ұйымдар өздері сақтайтыны оларда қалады.
account-erase-button = 7 күннен кейін өшіру
account-erase-not-link = Аккаунтты қалдыру
account-erase-keep = Бәрібір қалдыру
account-erasing-title = Бұл аккаунт өшіріледі
account-erasing = Бәрі мына уақытта жойылады:
account-change-erasure-asked = Аккаунт 7 күннен кейін өшіріледі.
account-change-erasure-canceled = Аккаунт бәрібір қалды.
account-printed-title = Қалпына келтіру кодтары
account-printed-about = Телефон жоғалған күнге арналған қағаздағы он код: жаңа құпиясөз таңдағанда әрқайсысы бір рет SMS орнына жүреді.
account-printed-none = Сізде әзірге жоқ.
account-printed-left = { $codes ->
        [one] { $codes } код қалды.
       *[other] { $codes } код қалды.
    }
account-printed-link = Жаңа кодтар жасау
account-printed-lead = Он жаңа кодты бір рет қана көрсетеміз. Бұрынғылары содан кейін жарамайды. Олар жасалғаннан 5 күннен кейін жарайды, сонда бір сәтке кірген ешкім өзіне қор жасай алмайды.
account-printed-button = Жаңа кодтарды көрсету
account-printed-once = Бұл бетті басып шығарыңыз немесе кодтарды жазып алып, паспортыңыз тұрған жерде сақтаңыз. Оларды енді ешкім қайта көрсете алмайды.
account-printed-done = Сақтап алдым
account-change-recovery-codes = Жаңа қалпына келтіру кодтары жасалды.
account-change-recovery-asked = Біреу құжатыңызбен және тірі жүзбен аккаунт өзінікі екенін дәлелдеп, кіруді күтіп тұр.
account-change-recovered = Аккаунт құжатпен және тірі жүзбен ашылды.
account-change-recovery-refused = Біреу құжатыңызды басқа жүзбен көрсетіп, рұқсат алмады.
account-change-recovery-stopped = Аккаунтты күткен адам тоқтатылды.
account-change-release-asked = Біреу өзінің кім екенін дәлелдеп, аккаунт сол жеке басты босатсын дейді.
account-change-released = Аккаунт сақтаған жеке басты босатты.
account-change-app-transferring = Мақұлдау қолданбасы басқа құрылғыға көшіп жатыр.
account-change-app-transferred = Мақұлдау қолданбасы басқа құрылғыға көшті.
account-change-app-transfer-stopped = Ешбір мақұлдау қолданбасы көшпейді: бұл тоқтатылды.
account-app-from = Мына уақытта басқа қолданбаның орнын алады:
app-transfer-link = Басқа құрылғыға көшіру
app-transfer-title = Басқа құрылғыға көшіру
app-transfer-lead = Біткенше бұл құрылғыны сақтаңыз. Жаңасы сурет кодымен қосылып, тоқтатуға болатын күту уақытынан кейін орнын алады. Ештеңені қайта дәлелдеу керек емес.
app-transfer-button = Осы құрылғымен мақұлдау
app-transfer-scan = Мұны жаңа құрылғының камерасымен сканерлеңіз.
app-transfer-qr = Мақұлдау қолданбасын басқа құрылғыға көшіретін сурет коды
app-moves-title = Бұл қолданба басқа құрылғыға көшіп жатыр
app-moves = Мына уақытқа дейін осында мақұлдай береді:
app-moves-stop = Тоқтату
app-join-transfer-lead = Бұл құрылғы { $user } мақұлдау қолданбасының орнын алмақ. Ол күткеннен кейін мақұлдайды; оған дейін ескісі мақұлдайды.
account-told-stopped = Тоқтатылды. Ешкім кірген жоқ.
account-notice-stop-lead = Бұл сіз болсаңыз, бетті жауып, күтіңіз. Сіз болмасаңыз, тоқтатыңыз. Құжатыңыз не аккаунтыңыз бөгденің қолында деп ойласаңыз, аккаунтты да бұғаттаңыз.
account-notice-stop-button = Бұл мен емес: тоқтату
account-regain-link = Ештеңе істемейді: құжатпен және жүзбен кіру
account-regain-title = Құжатпен қайта кіру
account-regain-new-lead = Телефонынан, құпиясөзінен және кіру кілттерінен айырылғандарға. Аккаунтыңыз сізді таныған құжат пен жүзіңізді көретін камера керек. Ол кезде чип оқылған болса, қайта оқылуы тиіс. Бәрін бір құрылғыда жасаңыз.
account-regain-wait-label = Күту уақыты
account-regain-wait = { $hours ->
        [one] { $hours } сағат
       *[other] { $hours } сағат
    }
account-regain-begin-button = Бастау
account-regain-proving-lead = Осы браузерде кім екеніңізді дәлелдеп жатырсыз немесе оны біреу қарап жатыр. Біткенде осында оралыңыз.
account-regain-proving-link = Жалғастыру
account-regain-not-proven-lead = Мұны пайдалану мүмкін емес: ол расталмай аяқталды, бір тәуліктен асты немесе құжат пен жүз басқа құрылғыда көрсетілді. Сонда жалғастырыңыз немесе қайта бастаңыз.
account-regain-unknown-lead = Мұнда ешбір аккаунт сізді осы құжатпен танымайды. Бұрынғы басқа құжатыңызбен тануы мүмкін немесе жеке басыңызды ешқашан сақтамағансыз. Қазір аккаунт ашып, сонда сақтай аласыз.
account-regain-not-alike-lead = Бұл құжатты танитын аккаунт, біздің көруімізше, басқа адамдікі. Сонда да сіздікі болса, қолдау қызметіне хабарласыңыз: оны сізбен бірге біреу қарауы керек.
account-regain-less-sure-lead = Сіз расталдыңыз, бірақ аккаунтыңыз сізді таныған кездегіден кем сенімді. Ол аккаунтты ашпайды. Қайта бастап, жетіспегенін жасаңыз немесе аккаунт жеке басыңызды босатсын: оған ешкім кірмейді, бірақ басқасын ашып, сонда сақтай аласыз.
account-regain-missing-label = Не жетіспейді
account-regain-missing-chip = Құжаттың чипі
account-regain-missing-liveness = Жүзіңіздің бейне-сәйкестендіруі
account-regain-missing-level = Дәл сондай сенімділік деңгейіндегі растау
account-regain-found-lead = Бұл сіздің аккаунтыңыз. Ұрланған құжатпен ешкім кірмеуі үшін күтуіңіз керек. Аккаунттың поштасы мен телефонына қазір хабар барады, олар тоқтата алады. Оған дейін қызметтер бұл аккаунтпен ешкімге сенбейді.
account-regain-found-button = Бұл менікі: күткеннен кейін кіргізіңіз
account-regain-release-button = Күткеннен кейін жеке басымды босатыңыз
account-regain-again-link = Қайта бастау
account-regain-waiting-lead = Уақыты келгенде осы бетке осы браузерде оралып, құпиясөз таңдаңыз. Содан кейінгі бір апта ішінде.
account-regain-releasing-lead = Осы уақытта аккаунт жеке басыңызды босатады, егер оны иеленген адам тоқтатпаса. Содан кейін басқа аккаунт ашып, өзіңізді дәлелдеп, сонда сақтай аласыз.
account-regain-until-label = Ең ерте
account-regain-ready-lead = Құпиясөз таңдаңыз. Аккаунттың кіру кілттері, қолданбалары, басылған кодтары, сеанстары мен қызмет байланыстары қазір аяқталады. Пошта мен телефон енді сіздікі болмаса, кейін өзгертіңіз.
account-regain-ready-button = Кіру
account-regain-stopped-lead = Аккаунтты иеленген адам мұны тоқтатты немесе уақыты өтті. Аккаунт сіздікі болса, қайта бастаңыз немесе қолдау қызметіне хабарласыңыз.
account-regain-done-lead = Дайын. Жаңа құпиясөзбен кіріңіз.
account-regain-released-lead = Аккаунт жеке басыңызды босатты. Басқасын ашып, өзіңізді дәлелдеп, сонда сақтаңыз.
account-recovering-title = Біреу осы аккаунтты күтіп тұр
account-recovering-access = Құжатыңызбен және жүзбен өзінікі екенін дәлелдеген адам мына уақытта кіргізіледі:
account-recovering-release = Жеке басыңыздың иесі екенін дәлелдеген адамның сұрауымен аккаунт оны мына уақытта босатады:
account-recovering-stop = Бұл мен емес: тоқтату
enrol-regain-title = Аккаунтыңызға оралу
enrol-regain-text = Сіз расталдыңыз. Аккаунтыңызға қайта кіруге бір қадам қалды.
enrol-regain-link = Аккаунтқа өту
enrol-forget-text = Бұл браузерді басқа біреу де пайдалана ма?
enrol-forget-button = Мұнда мені ұмыту
enrol-forgotten-title = Бұл браузер сізді ұмытты
enrol-forgotten-lead = Келесі пайдаланушы растауыңыздан ештеңе көрмейді. Растаудың өзі бұрынғыдай қалады.
services-title = Байланысқан қызметтер
services-lead = Осы аккаунтпен кіретін қызметтер және оларға не айтылатыны.
services-none = Әзірге жоқ. Қызмет сізді осында кіруге жіберсе, кейін осы бетте көрінеді.
services-told = Айтылатыны
services-how = оның қалай расталғаны
services-others = Тағы істей алатыны
services-resources = Қайда
services-since = Басталған уақыты
services-used = Соңғы кіру
services-offline = Ол мұны сізсіз де қайта сұрай алады.
services-end-link = Байланысты үзу
services-end-title = Бұл қызметпен байланыс үзілсін бе?
services-end-lead = Оған енді ештеңе айтылмайды, келесіде сізден қайта сұрауы керек. Бұрын білгені өзінде қалады; ондағы ашық сеанс біраз созылуы мүмкін.
services-end-button = Үзу
services-keep = Қалдыру
