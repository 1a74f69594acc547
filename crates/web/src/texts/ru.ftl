# Страницы на русском. Простые слова, на «вы», короткие фразы; понятно двенадцатилетнему.
# Одно и то же называется одинаково. Названия организаций не склоняются, поэтому стоят в
# именительном падеже.

## Везде

common-product = Bonafide
common-skip = Перейти к содержанию
common-language = Язык
common-help = Помощь
common-back = Назад
common-change = Изменить
common-cancel = Прекратить проверку
common-continue-elsewhere = Использовать другое устройство
common-sandbox = Тестовый режим. Ничего здесь не засчитывается, и ничья личность не подтверждается.
common-sandbox-short = Тестовый режим
common-step-of = Шаг { $number } из { $count }
common-steps = Ваши шаги
common-step-done = готово
common-step-current = сейчас
common-step-ahead = впереди
common-error-summary = Нужно кое‑что поправить
common-error-prefix = Ошибка:
common-notice-more = Об этом сообщении
common-close = Закрыть
common-copy = Скопировать
common-copied = Скопировано

date-long = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } г.
date-time = { $date }, { $time }
time-ago-now = только что
time-ago-minutes = { $count ->
    [one] { $count } минуту назад
    [few] { $count } минуты назад
   *[many] { $count } минут назад
}
time-ago-hours = { $count ->
    [one] { $count } час назад
    [few] { $count } часа назад
   *[many] { $count } часов назад
}
time-ago-days = { $count ->
    [one] { $count } день назад
    [few] { $count } дня назад
   *[many] { $count } дней назад
}
time-in-minutes = { $count ->
    [one] через { $count } минуту
    [few] через { $count } минуты
   *[many] через { $count } минут
}
time-in-hours = { $count ->
    [one] через { $count } час
    [few] через { $count } часа
   *[many] через { $count } часов
}
time-in-days = { $count ->
    [one] через { $count } день
    [few] через { $count } дня
   *[many] через { $count } дней
}

## Слова предметной области

step-consent = Согласие
step-document = Ваш документ
step-chip = Чип
step-fields = Ваши данные
step-selfie = Ваше лицо
step-liveness = Видеоидентификация

document-passport = Паспорт
document-identity-card = Удостоверение личности
document-residence-permit = Вид на жительство
document-visa = Виза
document-passport-hint = Страница с вашей фотографией
document-identity-card-hint = Лицевая и обратная стороны
document-residence-permit-hint = Лицевая и обратная стороны
document-visa-hint = Наклейка целиком

evidence-document-front = Лицевая сторона документа
evidence-document-back = Обратная сторона документа
evidence-chip = Файлы чипа
evidence-selfie = Селфи

source-server-driven = Под управлением нашего сервера
source-camera-page = Камера на нашей странице
source-upload = Загруженный файл
source-foreign-reader = Чужой считыватель

field-surname = Фамилия
field-given-names = Имя (имена)
field-full-name = Полное имя в национальном написании
field-patronymic = Отчество
field-place-of-birth = Место рождения
field-issuing-authority = Орган выдачи
field-issue-date = Дата выдачи
field-birth-date = Дата рождения
field-sex = Пол
field-nationality = Гражданство
field-document-number = Номер документа
field-expiry-date = Действует до
field-issuing-state = Страна выдачи
field-personal-number = Личный номер

field-surname-hint = Как в вашем документе.
field-given-names-hint = Все, как в вашем документе. Если имени нет, оставьте поле пустым.
field-birth-date-hint = Например, 27 3 1985
field-expiry-date-hint = Например, 27 3 2031
field-sex-hint = Как в вашем документе.
field-nationality-hint = Три буквы, как в документе, например KAZ
field-issuing-state-hint = Три буквы, как в документе, например KAZ
field-document-number-hint = Буквы и цифры, как в вашем документе.
field-personal-number-hint = Как в вашем документе.
field-day = День
field-month = Месяц
field-year = Год
field-empty = Не прочитано
sex-f = Женский
sex-m = Мужской
sex-x = Не указан (X)

verification-check-digit = подтверждено контрольной цифрой
verification-machine-readable-zone = прочитано машиной, без контрольной цифры
verification-transliteration = то же имя в другом написании
verification-visual-zone = Прочитано с печатного текста
verification-chip = подтверждено чипом
verification-moderator = подтверждено модератором
verification-unverified = не подтверждено

status-requires-input = ждёт человека
status-processing = проверяется
status-in-review = на рассмотрении
status-verified = подтверждено
status-rejected = отклонено
status-canceled = отменено
status-expired = срок истёк

check-document-present = Документ на снимке
check-document-sides = Показаны обе стороны
check-document-whole = Документ на снимке целиком
check-document-resolution = Размер документа на снимке
check-document-sharpness = Резкость документа
check-document-light = Свет на документе
check-document-glare = Блики на документе
check-document-covered = Ничто не закрывает документ
check-document-screen = Не изображение на экране
check-document-print = Не распечатка и не ксерокопия
check-document-screenshot = Не снимок экрана
check-portrait-present = Портрет в документе
check-portrait-quality = Качество портрета
check-zone-read = Машиночитаемая зона прочитана
check-zone-check-digits = Контрольные цифры
check-zone-dates = Даты
check-zone-states = Страны
check-document-kind = Вид документа
check-document-expiry = Срок действия
check-fields-match-zone = Печатный текст и зона совпадают
check-document-barcode = Коды совпадают с документом
check-national-number = Национальный номер
check-document-reported = Не заявлен утраченным или украденным
check-chip-read = Чип прочитан
check-chip-authenticity = Чип подписан государством
check-chip-proof = Подлинный чип
check-chip-zone = Данные чипа и документа совпадают
check-chip-portrait = Портрет на чипе
check-fields-agree = Поля совпадают с зоной
check-minimum-age = Минимальный возраст
check-document-use = Использован только владельцем
check-selfie-face-count = Одно лицо на селфи
check-selfie-face-size = Размер лица
check-selfie-framing = Всё лицо в овале
check-selfie-sharpness = Резкость лица
check-selfie-gaze = Взгляд в камеру
check-selfie-brightness = Яркость лица
check-selfie-eyes = Глаза открыты, лицо не закрыто
check-selfie-pose = Голова прямо
check-selfie-background = Фон и свет
check-face-match = Селфи и портрет
check-image-identity = Новые снимки
check-face-use = Не подтверждён раньше с другим документом
check-liveness = Живой человек
check-liveness-prompts = Сделано то, о чём просили
check-liveness-depth = Голова, а не картинка
check-liveness-continuity = Лицо всё время одно
check-liveness-sequence = Кадров достаточно
check-liveness-stream = Кадры каждый раз новые
check-liveness-replay = Перед камерой нет экрана
check-liveness-light = Лицо следует за цветами экрана
check-liveness-source = Настоящая камера
check-capture-quality = Камера достаточно хороша
check-handed-over = То же устройство
check-sandbox = Образец тестового режима

outcome-pass = в порядке
outcome-warn = замечание
outcome-inconclusive = неясно
outcome-fail = не пройдено

## Начало: открыта ссылка

start-title = { $organisation } просит показать, кто вы
start-purpose = Для чего
start-service = Сервис
start-need = Что вам понадобится
start-need-document = Ваш паспорт, удостоверение личности или другой подходящий документ
start-need-camera = Камера на этом устройстве или на телефоне
start-need-time = Около пяти минут
start-happens = Что будет
start-happens-text = Вы сфотографируете документ и своё лицо. Мы проверим, что они принадлежат одному человеку. Результат получит { $organisation }.
start-safety = Вы попали сюда случайно, и { $organisation } здесь ни при чём? Тогда закройте страницу. Пока ничего не произошло.
start-button = Начать
start-expires = Ссылка срабатывает один раз. Действует до: { $time }.

used-lead = Проверку просит { $organisation }. Ссылка срабатывает один раз, и её уже открыли в другом браузере или на другом устройстве.
used-there-title = Тот браузер ещё у вас
used-there = Продолжите в нём. Всё осталось как было. Если страница закрыта, откройте там ту же ссылку.
used-lost-title = Его больше нет, или его данные удалены
used-lost = Попросите новую ссылку и начните сначала. Её даст { $organisation }. По этой ссылке продолжить не сможет никто, в том числе посторонний.
used-done-title = Вы уже закончили
used-done = Тогда ничего делать не нужно. Результат узнает { $organisation }.
used-stranger = Раньше вы эту ссылку не открывали? Пусть об этом узнает { $organisation }: возможно, она есть у кого‑то ещё.

## Путь

enrol-consent-title = Вы согласны на эту проверку?
enrol-consent-lead = { $organisation } хочет точно знать, кто вы. Мы посмотрим на ваш документ и лицо, только если вы согласитесь.
enrol-consent-who = Кто просит
enrol-consent-for = Для чего
enrol-consent-what = Что мы попросим
enrol-consent-what-document = Фотографии вашего документа
enrol-consent-what-chip = Прочитать чип вашего документа
enrol-consent-what-fields = Проверить, что мы в нём прочитали
enrol-consent-what-selfie = Фото вашего лица, чтобы сравнить его с фотографией в документе
enrol-consent-what-liveness = Короткая видеозапись вашего лица, пока вы следуете подсказкам: чтобы убедиться, что это вы и что вы здесь сами
enrol-consent-happens = Что с этим будет
enrol-consent-happens-text = Наши компьютеры прочитают документ и сравнят лица. Если они не уверены, посмотрит наш сотрудник. Результат и данные из документа получит { $organisation }.
enrol-consent-faces-text = Мы также сравним ваше лицо с лицами людей, которых проверяли раньше, чтобы заметить, если один человек приходит под разными именами. Проверку запросила организация: { $organisation }.
enrol-consent-keep = Сколько мы это храним
enrol-consent-keep-text = Фотографии хранятся в зашифрованном виде и удаляются, когда выйдет срок, или сразу, если этого потребует { $organisation }. После этого остаётся только запись без ваших персональных данных.
enrol-consent-keep-days = Фотографии: не дольше { $days ->
    [one] { $days } дня
   *[other] { $days } дней
}.
enrol-consent-rights = Вы можете отказаться, можете прекратить в любой момент, а позже попросить показать, исправить или удалить ваши данные. С этим и с вопросом о других способах обращайтесь сюда: { $organisation }.
enrol-consent-button = Даю согласие
enrol-consent-decline = Не даю согласия

enrol-choose-title = Какой документ вы хотите использовать?
enrol-choose-lead = Выберите тот, срок которого не истёк.
enrol-choose-button = Выбрать этот документ

enrol-photo-front-title = { $kind ->
    [passport] Сфотографируйте страницу с вашей фотографией
    [identity_card] Сфотографируйте лицевую сторону удостоверения
    [residence_permit] Сфотографируйте лицевую сторону вида на жительство
    [visa] Сфотографируйте визу
   *[other] Сфотографируйте лицевую сторону документа
}
enrol-photo-back-title = { $kind ->
    [identity_card] Сфотографируйте обратную сторону удостоверения
    [residence_permit] Сфотографируйте обратную сторону вида на жительство
   *[other] Сфотографируйте обратную сторону документа
}
enrol-photo-front-lead = { $kind ->
    [passport] Страница с вашей фотографией и двумя строками со знаками < внизу. Из них мы прочитаем данные.
    [visa] Наклейка целиком, вместе со строками со знаками <. Из них мы прочитаем данные.
   *[other] Сторона с вашей фотографией. Позже мы сравним её с вашим лицом.
}
enrol-photo-back-lead = Другая сторона, часто с тремя строками со знаками <. Из них мы прочитаем данные.
enrol-photo-tip-corners = Все четыре угла в кадре.
enrol-photo-tip-light = На документ не светит лампа или окно.
enrol-photo-tip-flat = Он лежит ровно, без обложки.
enrol-photo-button-camera = { $side ->
    [document_back] Сфотографировать обратную сторону
    [selfie] Сделать селфи
   *[other] Сфотографировать лицевую сторону
}
enrol-photo-upload = Загрузить готовое фото
enrol-photo-upload-label = Фото вашего документа
enrol-photo-upload-hint = Файл JPEG, PNG или WebP, не больше { $megabytes } МБ
enrol-photo-upload-button = Отправить это фото
enrol-photo-cannot = У меня не получается
enrol-photo-type-zone = Ввести строки вручную
enrol-photo-other-document = Использовать другой документ
enrol-photo-front-again = Сфотографировать лицевую сторону ещё раз
enrol-photo-drawing = { $kind ->
    [passport] Рисунок: раскрытый паспорт. Ваша фотография слева, строки со знаками < внизу.
    [visa] Рисунок: визовая наклейка. Строки со знаками < внизу.
   *[other] Рисунок: карта с фотографией слева.
}
enrol-photo-drawing-back = Рисунок: обратная сторона карты. Внизу три строки со знаками <.

enrol-zone-title = Введите строки со знаками <
enrol-zone-lead = Они напечатаны внизу страницы с вашей фотографией или на обратной стороне карты. Перепишите их точно, с каждым знаком <.
enrol-zone-label = Строки
enrol-zone-hint = Две строки по 44 или 36 знаков либо три строки по 30. Начинайте новую строку там же, где в документе.
enrol-zone-button = Проверить строки

enrol-working-reading-title = Читаем ваш документ
enrol-working-deciding-title = Проверяем всё вместе
enrol-working-chip-title = Проверяем, что записано на чипе
enrol-working-lead = Обычно это занимает меньше полминуты. Страница сама пойдёт дальше.
enrol-working-event-document = Ваши фотографии получены
enrol-working-event-read = Документ прочитан
enrol-working-event-chip = Чип прочитан
enrol-working-event-fields = Вы проверили данные
enrol-working-event-selfie = Ваше селфи получено
enrol-working-now-reading = Ищем вашу фотографию и строки со знаками <
enrol-working-now-chip = Проверяем подпись на чипе
enrol-working-now-deciding = Сравниваем ваше лицо с фотографией в документе
enrol-working-long = Это длится дольше обычного. Ждать не обязательно: откройте позже ту же ссылку или оставьте страницу открытой, и вы увидите результат. Его узнает и { $organisation }.
enrol-working-reload = Посмотреть ещё раз

enrol-fields-title = Всё верно?
enrol-fields-lead = Это мы прочитали в документе. Исправьте, если что-то не так.
enrol-fields-lead-empty = Мы не смогли прочитать всё. Впишите, чего не хватает.
enrol-fields-note = То, что вы исправите, должен подтвердить наш сотрудник, поэтому может понадобиться больше времени.
enrol-fields-letters = Буквы, которых может не быть на вашей клавиатуре
enrol-fields-zone = Строки, которые мы прочитали
enrol-fields-button = Да, всё верно
enrol-fields-photo-again = Сфотографировать документ ещё раз

enrol-selfie-title = Сфотографируйте своё лицо
enrol-selfie-lead = Мы сравним снимок с фотографией в документе.
enrol-selfie-tip-light = Повернитесь к окну или лампе.
enrol-selfie-tip-face = Снимите тёмные очки, кепку и маску; обычные очки тоже, если на фото в документе вы без них.
enrol-selfie-tip-alone = В кадре больше никого нет.
enrol-selfie-upload-label = Фото вашего лица
enrol-selfie-drawing = Рисунок: лицо внутри овала.
enrol-selfie-back = Ещё раз проверить данные
enrol-liveness-title = Видео­идентификация
enrol-liveness-lead = Мы снимаем ваше лицо, пока вы делаете несколько небольших движений, чтобы никто не выдал картинку за вас. Затем сравниваем его с фотографией в документе.
enrol-liveness-seconds = Это займёт около { $seconds ->
    [one] { $seconds } секунды
   *[other] { $seconds } секунд
}.
enrol-liveness-tip-place = Держите камеру на расстоянии вытянутой руки, на уровне глаз.
enrol-liveness-tip-light = Встаньте лицом к свету: позади не должно быть окна или лампы.
enrol-liveness-tip-face = Снимите головной убор и маску. Снимите и очки, если на фото в документе вы без них. Уберите волосы с лица.
enrol-liveness-tip-follow = Мы скажем, что делать: повернуть голову, приблизиться, отодвинуться, посмотреть вверх или закрыть глаза. Между движениями смотрите прямо.
enrol-liveness-light = В конце экран несколько секунд меняет цвет, и его свет падает на лицо. Цвет меняется реже трёх раз в секунду. Если смена цветов вам тяжела, выберите другой способ.
enrol-liveness-open = Открыть камеру
enrol-liveness-ready = Я готов
enrol-liveness-other = Я не могу: выбрать другой путь
enrol-liveness-other-lead = Если движения вам недоступны, сделайте вместо этого фото. Тогда вашу регистрацию посмотрит сотрудник, это займёт больше времени.
enrol-liveness-no-script = Для видеоидентификации нужны скрипты, а в вашем браузере они выключены. Выберите другой путь ниже.
enrol-liveness-countdown = Осталось:
enrol-liveness-free = Пауза закончилась. Можно попробовать снова.
enrol-liveness-left = До паузы { $count ->
    [one] осталась { $count } попытка
    [few] осталось { $count } попытки
   *[other] осталось { $count } попыток
}.
enrol-liveness-progress = Сколько снято
enrol-liveness-missed = Что сделать иначе на этот раз
enrol-liveness-help = Помощь с камерой
enrol-liveness-ways = Другие пути

enrol-chip-title = { $kind ->
    [passport] Прочитайте чип паспорта
    [identity_card] Прочитайте чип удостоверения личности
    [residence_permit] Прочитайте чип вида на жительство
   *[other] Прочитайте чип документа
}
enrol-chip-lead = В вашем документе есть чип с теми же данными и вашей фотографией. Их подписала страна, которая выдала документ. Ничто лучше не показывает, что документ настоящий.
enrol-chip-tip-cover = Снимите обложку с документа и чехол с телефона или считывателя.
enrol-chip-tip-place = В паспорте чип обычно в задней обложке, иногда в странице с фотографией, а в карте он внутри. У телефона антенна в верхней части задней стороны.
enrol-chip-tip-still = Ничего не двигайте, пока не заполнятся точки.
enrol-chip-drawing = Рисунок: паспорт плашмя лежит над считывателем. Чип, небольшая метка в середине обложки, обращён к считывателю.
enrol-chip-computer = Считывателем чипов на компьютере
enrol-chip-computer-how = Установите bonafide-reader на компьютер со считывателем и выполните там команду с этой страницы: в ней есть адрес и код.
enrol-chip-code-label = Код для считывателя
enrol-chip-command = Или вставьте там эту команду
enrol-chip-code-left = Код действует ещё { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}.
enrol-chip-begin-button = Показать код
enrol-chip-again-button = Показать новый код
enrol-chip-waiting = Ждём ваш считыватель …
enrol-chip-confirm-title = На считывателе то же число?
enrol-chip-confirm-lead = Считыватель «{ $reader }» хочет прочитать чип вашего документа. Продолжайте, только если это ваш считыватель и на нём это же число.
enrol-chip-confirm-yes = Да, то же число
enrol-chip-confirm-no = Нет, остановить
enrol-chip-present = Положите документ на считыватель
enrol-chip-away = Мы не слышим ваш считыватель. Проверьте связь: у него две минуты, чтобы вернуться.
enrol-chip-stage-greeting = Здороваемся с чипом
enrol-chip-stage-opening = Открываем чип
enrol-chip-stage-learning = Смотрим, что на нём есть
enrol-chip-stage-proving = Чип доказывает, что он подлинный
enrol-chip-stage-reading = Читаем данные
enrol-chip-stage-done = Готово
enrol-chip-progress = Прочитано { $percent } %
enrol-chip-stop = Остановить чтение
enrol-chip-skip = Продолжить без чипа
enrol-chip-skip-hint = Тогда ваш документ, возможно, посмотрит наш сотрудник. Это займёт больше времени.
enrol-chip-key-title = Проверьте, чем открывается чип
enrol-chip-key-lead = Чип открывается тем, что напечатано в документе. Сверьте каждый знак; знаки, которые легко спутать, перечислены под фото.
enrol-chip-key-photo = Ваша фотография стороны с машиночитаемыми строками
enrol-chip-key-photo-hint = Ваша фотография: номер и обе даты стоят в строках внизу. Выберите её, чтобы увидеть крупнее.
enrol-chip-key-number = Номер документа
enrol-chip-key-birth = Дата рождения
enrol-chip-key-expiry = Действует до
enrol-chip-key-can = Номер доступа карты (CAN)
enrol-chip-key-can-hint = Шесть цифр на лицевой стороне документа
enrol-chip-key-or = Или введите номер доступа карты
enrol-chip-key-suspicious = «{ $letter }» может быть и «{ $other }»
enrol-chip-key-button = Открыть чип с этими данными

enrol-review-title = Посмотрит наш сотрудник
enrol-review-lead = Наши компьютеры не вполне уверены. О вас это ничего не говорит. То, что вы прислали, посмотрит человек, обычно в течение дня.
enrol-review-next = Страницу можно закрыть. Результат узнает { $organisation }. Чтобы увидеть его самим, откройте эту страницу снова в этом браузере.

enrol-verified-title = Теперь мы знаем, что это вы
enrol-verified-lead = Всё готово. Результат получит { $organisation }.
enrol-rejected-title = Не удалось подтвердить вашу личность
enrol-canceled-title = Проверка прекращена
enrol-expired-title = Время вышло
enrol-result-next = Что делать дальше
enrol-result-verified-next = Вернитесь туда, откуда пришли. Дальше всё сделает { $organisation }.
enrol-result-rejected-next = Вернитесь туда, откуда пришли. Какие есть другие способы, подскажет { $organisation }.
enrol-result-ended-next = Если вы всё же хотите пройти проверку, попросите новую ссылку. Её даст { $organisation }.
enrol-result-why = Почему
enrol-return-button = Вернуться: { $organisation }
enrol-return-elsewhere = Вернитесь к устройству, где вы начали. Страница там сама пойдёт дальше.
enrol-return-title = Возвращаем вас: { $organisation }
enrol-return-link = Перейти: { $organisation }

enrol-cancel-title = Вы хотите прекратить?
enrol-cancel-lead = То, что вы прислали, больше не будет использоваться. Чтобы попробовать снова, понадобится новая ссылка. Её даст { $organisation }.
enrol-cancel-button = Да, прекратить
enrol-cancel-back = Нет, продолжить

enrol-saved-elsewhere = Это продолжилось в другой вкладке или на другом устройстве. Страница показывает, что есть сейчас.

## Камера

camera-starting = Камера включается …
camera-allow = Браузер спросит, можно ли странице пользоваться камерой. Выберите «Разрешить».
camera-shutter = Сделать снимок
camera-shutter-face = Я готов(а): сделать снимок
camera-close = Закрыть камеру
camera-switch = Другая камера
camera-use = Использовать это фото
camera-again = Переснять
camera-check-document = Каждую букву можно прочитать?
camera-check-selfie = Всё лицо чёткое и хорошо освещено?
camera-sending = Отправляем фото …
camera-sent-share = Отправлено { $percent } %
camera-guide-document = Заполните рамку документом
camera-guide-selfie = Держите лицо внутри овала
liveness-guide-ready = Хорошо. Нажмите «Я готов»
liveness-prompt-turn-left = Медленно поверните голову влево
liveness-prompt-turn-right = Медленно поверните голову вправо
liveness-prompt-closer = Приблизьтесь
liveness-prompt-back = Немного отодвиньтесь
liveness-prompt-close-eyes = Закройте оба глаза на секунду
liveness-prompt-look-up = Поднимите голову и посмотрите вверх
liveness-prompt-rest = Смотрите прямо
liveness-prompt-light = Продолжайте смотреть прямо. Экран меняет цвет
liveness-judging = Спасибо. Мы проверяем запись …
liveness-passed = Готово. Получилось
liveness-unsure = Спасибо. Её посмотрит сотрудник
liveness-failed = Пока не получилось. Мы скажем почему
liveness-wait = Сейчас снимают других. Людей в очереди: { $count }. Пожалуйста, подождите здесь
liveness-anyway = Если лучше не становится, всё равно нажмите «Я готов». Возможно, придётся повторить.
liveness-advice-further = Движение было слишком маленьким. Сделайте его больше, пока ясно не почувствуете.
liveness-advice-shut = Мы не увидели, что глаза закрыты достаточно долго. Держите оба закрытыми, пока слова не сменятся.
liveness-advice-slower = Движение было слишком быстрым для камеры. Делайте его медленно, около двух секунд.
liveness-advice-wait = Вы начали раньше, чем мы попросили. Дождитесь слов на экране.
liveness-advice-come-back = Вы ещё не вернулись. Перед следующим движением снова посмотрите прямо.
liveness-advice-only-that = Вы двигались и по-другому. Делайте только это, остальное держите неподвижно.
liveness-advice-stay-in-view = Лицо вышло из овала. Держите его внутри целиком, и когда двигаетесь.
liveness-advice-more-light = Лицо было слишком тёмным. Повернитесь к окну или лампе.
liveness-advice-less-light = Лицо было слишком светлым. Отойдите от лампы или солнца.
liveness-advice-connection = До нас дошло слишком мало кадров. Закройте другие приложения и страницы, перейдите туда, где связь лучше, или возьмите другое устройство.
camera-guide-dark = Слишком темно. Найдите больше света
camera-guide-bright = Слишком светло. Отойдите от света
camera-guide-glare = На документе блик. Немного наклоните
camera-guide-still = Не двигайтесь
camera-guide-blurred = Пока нечётко
camera-guide-ready = Хорошо. Снимайте
camera-anyway = Если лучше не становится, сделайте снимок как есть. Возможно, его придётся переснять.
camera-poor = Ваша камера показывает мало. Вы можете всё равно продолжить: мы это отметим, и, возможно, придётся повторить.
camera-unguided = Этот браузер не может давать подсказки. Вы можете всё равно продолжить: мы это отметим.
camera-taken = Снимок сделан. Посмотрите, хорошо ли получилось.
camera-own = Пока не получилось. Снимите собственной камерой телефона, она часто видит лучше, или выберите файл.
camera-own-button = Открыть камеру телефона
camera-guide-edges = Краёв не видно. Положите на однотонный стол потемнее
camera-guide-centre = Переместите лицо внутрь овала
camera-guide-closer = Ближе
camera-guide-further = Дальше
camera-guide-flatter = Держите ровно, прямо перед камерой
camera-guide-straight = Смотрите прямо
camera-guide-upright = Держите голову ровно
camera-guide-eyes = Откройте глаза
camera-guide-covered = Уберите волосы и руки с лица
camera-guide-front = Повернитесь к свету
camera-guide-plain = Встаньте перед однотонной стеной
camera-guide-slower = Медленнее
camera-steps-chrome = В Chrome: нажмите значок слева от адреса, затем «Настройки сайта» и разрешите камеру. Загрузите страницу снова.
camera-steps-chrome-phone = В Chrome на телефоне: нажмите значок слева от адреса, затем «Разрешения» и разрешите камеру. Проверьте и в настройках телефона, можно ли Chrome пользоваться камерой.
camera-steps-edge = В Edge: нажмите замок слева от адреса, затем «Разрешения для этого сайта» и разрешите камеру. Загрузите страницу снова.
camera-steps-firefox = В Firefox: нажмите перечёркнутую камеру слева от адреса и снимите запрет. Загрузите страницу снова и выберите «Разрешить».
camera-steps-safari = В Safari: в меню Safari выберите «Настройки для этого веб-сайта» и для камеры поставьте «Разрешить». Загрузите страницу снова.
camera-steps-safari-phone = На iPhone или iPad: нажмите значок слева от адреса, затем «Настройки веб-сайта» и для камеры поставьте «Разрешить». То же есть в «Настройки», «Приложения», Safari, «Камера».
camera-steps-samsung = В Samsung Internet: нажмите замок слева от адреса, затем «Разрешения» и разрешите камеру. Проверьте и настройки телефона: «Приложения», Samsung Internet.
camera-steps-in-app = Страница открыта внутри другого приложения, и оно может не давать камеру. Откройте её в браузере: в меню приложения выберите «Открыть в браузере».
camera-steps-other = Найдите камеру в настройках браузера для этого сайта и разрешите её. Загрузите страницу снова.
camera-preview = Ваше фото
camera-kept = Ваше фото осталось здесь.

## Продолжение на телефоне

handover-title = Продолжите на телефоне
handover-lead = Наведите камеру телефона на этот код. Эта страница будет показывать, что происходит на телефоне.
handover-qr = QR‑код со ссылкой для телефона
handover-number = Ваше число
handover-number-hint = Телефон спросит это число: так мы узнаем, что оба устройства ваши.
handover-time-left = Код действует ещё { $minutes ->
    [one] { $minutes } минуту
    [few] { $minutes } минуты
   *[many] { $minutes } минут
}.
handover-link = Или откройте эту ссылку на телефоне
handover-send = Или отправьте ссылку себе
handover-send-label = Адрес почты или номер телефона
handover-send-hint = Номер телефона с кодом страны, например +7 701 234 56 78
handover-send-button = Отправить ссылку
handover-sent = Ссылка отправляется: { $to }.
handover-delivered = Ссылка отправлена: { $to }.
handover-stay = Остаться на этом устройстве
handover-begin-title = Хотите продолжить на телефоне?
handover-begin-lead = Телефон снимает лучше. Вы получите код, который нужно отсканировать; потом эта страница сама пойдёт дальше.
handover-begin-button = Показать код
handover-begin-anyway = Показать ссылку для этого компьютера
handover-away-title = Продолжите на телефоне
handover-away-lead = Теперь всё на телефоне. Не закрывайте эту страницу: она показывает, что вы там делаете, и пойдёт дальше, когда вы закончите.
handover-away-now = Сейчас на телефоне
handover-away-end = Продолжить здесь
handover-away-asked = Вы сами это начали?
handover-mine-title = Вы сами только что начали это у «{ $organisation }» на своём компьютере?
handover-mine-yes = Да, это начато мной
handover-mine-refusing = Если выбрать «Это не я», всё сразу закончится и ничего из переданного здесь не сохранится.
handover-here-title = Продолжите здесь
handover-here-only = Продолжайте, только если вы сами только что открыли это на своём компьютере.
handover-here-nobody = Если ссылку вам прислал кто‑то другой, если вам называют число или спрашивают его, кто‑то пытается выдать себя за вас.
handover-here-label = Какое число на вашем первом экране?
handover-here-button = Продолжить на этом устройстве
handover-here-refuse = Это не я
handover-refused-title = Хорошо, что вы остановились
handover-refused-lead = Ссылка больше не работает. Никаких сведений о вас не передано.
handover-refused-close = Страницу можно закрыть. Больше ничего делать не нужно.
handover-refused-tell = Если ссылку или число вам кто‑то дал, пусть об этом узнает { $organisation }: возможно, кто‑то пытается выдать себя за вас.

## Что это такое

home-title = Покажите, кто вы, прямо из браузера
home-lead = Bonafide проверяет, кто перед ним: фото документа, фото лица, ясный ответ. Работает на вашем сервере, и ничто его не покидает.
home-person-title = Вас сюда направили?
home-person-text = Откройте ссылку, которую вам дали. Без неё здесь делать нечего.
home-help = Найти сообщение
home-help-text = У каждого сообщения есть название и код. Найдите своё, чтобы узнать, что оно значит и что делать.
home-developer-title = Для разработчиков
home-developer-text = Один вызов открывает сеанс, один вебхук приносит результат.
home-developer-link = Читать о программном интерфейсе
home-moderator-title = Для модераторов
home-moderator-link = Войти для рассмотрения
home-try-title = Попробуйте
home-try-lead = Этот сервер работает как демонстрация на вашем компьютере. Откройте сеанс в тестовом режиме и пройдите его сами.
home-try-service = Сервис
home-try-button = Открыть тестовый сеанс
home-try-samples = Образцы документов для печати или показа
home-try-mailbox = Почта этой демонстрации
home-samples-title = Образцы документов
home-samples-lead = В тестовом режиме каждый образец ведёт к исходу, по которому назван. Снимите его с экрана или с бумаги либо сохраните и загрузите. Вне тестового режима их не принимают.
home-samples-verified = Исход: подтверждено
home-samples-retry-selfie = Исход: ещё одно селфи, затем подтверждено
home-samples-retry-document = Исход: срок истёк, нужен другой документ
home-samples-rejected = Исход: отклонено
home-samples-in-review = Исход: на рассмотрении
home-samples-save = Сохранить картинку
home-samples-print = Распечатайте страницу, чтобы держать образцы в руках.
home-samples-alt = Образец паспорта, номер { $number }

## Помощь

help-title = Помощь
help-lead = Найдите то, что увидели на экране: название, код или несколько слов.
help-search-label = Название, код или слова
help-search-button = Найти
help-found = { $count ->
    [0] По запросу «{ $query }» ничего не найдено.
    [one] По запросу «{ $query }» найдено { $count } сообщение.
    [few] По запросу «{ $query }» найдено { $count } сообщения.
   *[many] По запросу «{ $query }» найдено { $count } сообщений.
}
help-none = Попробуйте меньше слов или посмотрите список ниже.
help-what = Что это значит
help-do = Что делать
help-also = Другие названия
help-who = Кто это видит
help-audience-person = Люди, которые подтверждают свою личность
help-audience-developer = Разработчики
help-audience-operator = Модераторы и операторы
help-status = Статус HTTP
help-retryable = Тот же запрос может пройти позже.
help-back = Все сообщения
help-return = Вернуться к проверке личности

## Рассмотрение

moderate-title = Рассмотрение
moderate-sign-in-title = Войдите для рассмотрения
moderate-sign-in-lead = Используйте ключ доступа, который настроили для этого сервера.
moderate-sign-in-button = Войти с ключом доступа
moderate-sign-out = Выйти
moderate-enrol-title = Настройте ключ доступа
moderate-enrol-lead = { $name }, эта ссылка позволяет настроить ключ доступа для этого сервера. Ключ остаётся на вашем устройстве, его нельзя угадать или украсть через поддельную страницу.
moderate-enrol-button = Настроить ключ доступа
moderate-needs-scripts = Ключам доступа нужны скрипты. Разрешите JavaScript для этой страницы и обновите её.
moderate-signed-in-as = Вы вошли как { $name }
moderate-next-title = Ваше следующее дело
moderate-next-lead = Дела выдаются по одному, сначала самые срочные. Выбрать самому нельзя.
moderate-next-waiting = { $count ->
    [0] Нет ни одного дела.
    [one] Ждёт { $count } дело.
    [few] Ждут { $count } дела.
   *[many] Ждут { $count } дел.
}
moderate-next-overdue = { $count } просрочено
moderate-next-button = Дать мне дело
moderate-case-title = Дело { $id }
moderate-case-due = Срок
moderate-case-opened = Открыто
moderate-case-service = Сервис
moderate-case-organisation = Организация
moderate-case-round = Номер рассмотрения
moderate-case-document = Документ
moderate-case-reasons = Почему решать должен человек
moderate-case-earlier = Решено ранее
moderate-case-came-back = Принято, но выяснилось новое: проверяется ещё раз
moderate-case-findings = Результаты проверок
moderate-case-refusal = Причина отказа
moderate-case-look-at = На что смотреть
refusal-side-missing = Нет одной стороны
refusal-mismatch = Не совпадает
refusal-copy = Копия
refusal-unreadable = Не читается
refusal-expired = Срок истёк
moderate-look-side = Два изображения сравнили по отпечатку картинки, зоне и портрету. Посмотрите, есть ли вообще оборот; один лишь теневой портрет — ещё не вторая лицевая сторона.
moderate-look-mismatch = Измерено расстояние между двумя лицами. Сравните уши, уголки глаз и линию челюсти; не смотрите на причёску, бороду, очки и вес. Если портрет старый, попросите селфи получше.
moderate-look-portrait = Найдено крупное лицо и нет зоны. Посмотрите, есть ли вокруг портрета документ; снимок из фотоавтомата или селфи документом не является.
moderate-look-screen = Измерено, насколько выделяется одна частота цвета: полосы экрана. Увеличьте: ищите мелкую сетку, радужные полосы, край стекла или курсор. Печатные гильоши — линии, а не сетка.
moderate-look-grey = Измерено, насколько различаются цвета документа; оттенок света не считается. Посмотрите, есть ли цвет у стола и руки, если у документа его нет. Гравированные портреты серые и на подлинных картах.
moderate-look-print = Измерено, насколько выделяется одна частота света: точки принтера. Увеличьте ровные места: точки в правильной сетке, белая бумага по краю, нет блеска. Струйные принтеры такой сетки не оставляют и так не находятся.
moderate-look-screenshot = Измерена доля изображения, где ничего не меняется, и совпадает ли размер с экраном. Ищите строку состояния, кнопки, скруглённые углы карты без тени.
moderate-look-suspected = Измеренное лежит между документами и копиями. Посмотрите, какой результат об этом говорит, увеличьте изображение, а при сомнении попросите новое фото при дневном свете.
moderate-look-covered = Что-то цвета кожи заходит через край и лежит на портрете или зоне. Посмотрите, что оно скрывает: случайный палец или каждый раз одно и то же поле.
moderate-look-unreadable = Измерены резкость, свет, блики, края и зона. Посмотрите, читаете ли вы сами номер, даты и портрет; если нет, попросите снова, а не угадывайте.
moderate-look-poor = Измерены пиксели между глазами и детали портрета: их мало для честного сравнения. О человеке это ничего не говорит: попросите фото поближе или прочитайте чип.
moderate-look-expired = Срок действия прочитан в зоне и сверен с сегодняшним днём (UTC). Посмотрите на напечатанную дату; некоторые государства продлевают штампом на другой странице.
moderate-look-alike = Лицо сравнили с лицами всех подтверждённых раньше, и одно или несколько лежат в пределах расстояния. Ниже их селфи, если они ещё хранятся. Сравните уши, уголки глаз и линию челюсти; братья, сёстры и посторонние среди многих людей бывают так же близки.
moderate-case-fields = Поля
moderate-case-evidence = Материалы
moderate-case-evidence-recorded = Каждый просмотр снимка записывается.
moderate-case-evidence-gone = Этот снимок удалён.
moderate-case-alike = Похожие лица
moderate-case-alike-selfie = Селфи из другой регистрации
moderate-case-column-check = Проверка
moderate-case-column-outcome = Исход
moderate-case-column-reason = Причина
moderate-case-column-measured = Измерено
moderate-case-column-threshold = Порог
moderate-case-column-model = Модель
moderate-case-column-field = Поле
moderate-case-column-value = Значение
moderate-case-column-vouched = Чем подтверждено
moderate-settle-title = Ваше решение
moderate-settle-accept = Принять: это человек из документа
moderate-settle-retry = Попросить ещё раз
moderate-settle-reject = Отказать окончательно
moderate-settle-reason = Причина, которую узнает человек
moderate-settle-reason-choose = Выберите причину
moderate-settle-note = Что вы увидели и почему решаете так
moderate-settle-note-hint = Хранится в истории. Человек этого не видит.
moderate-settle-button = Перейти к подтверждению
moderate-put-back = Вернуть дело, чтобы его взял другой
moderate-confirm-title = Подтвердите решение
moderate-confirm-accept = Личность будет подтверждена, организация узнает об этом. Отменить это нельзя.
moderate-confirm-retry = Человека попросят ещё раз и сообщат: { $reason }.
moderate-confirm-reject = Человеку откажут окончательно и сообщат: { $reason }. Отменить это нельзя.
moderate-confirm-button = Решить дело
moderate-confirm-back = Изменить решение
moderate-settled = Дело решено.
moderate-reopened = Человек ещё не принят: после того как вы видели дело, выяснилось новое, и решать нужно заново.
moderate-keys-title = Клавиши
moderate-keys-evidence = следующий и предыдущий снимок
moderate-keys-decide = принять, попросить ещё раз, отказать
moderate-keys-note = написать заметку
moderate-keys-help = показать или скрыть эту подсказку
moderate-keys-close = Закрыть
moderate-chip-class = Класс доказательства
moderate-chip-class-none = нет: файлы не подписаны ни одним государством, которому здесь доверяют
moderate-chip-access = Открыт через
moderate-chip-signer-country = Страна подписавшего
moderate-chip-signer = Сертификат подписавшего, отпечаток SHA-256
moderate-trust-title = Хранилище доверия
moderate-trust-lead = Чипу паспорта верят, если к нему ведёт сертификат из этого хранилища. Здесь есть только то, что кто-то сюда внёс.
moderate-trust-imported = Файл импортирован.
moderate-trust-countries = Страны
moderate-trust-country = Страна
moderate-trust-any = Все
moderate-trust-state = Состояние
moderate-trust-kind = Вид
moderate-trust-search = Владелец или серийный номер содержит
moderate-trust-show = Показать
moderate-trust-nothing = В хранилище ничего такого нет.
moderate-trust-more = Следующая страница
moderate-trust-import = Импорт и закреплённые
moderate-trust-sources = Используемые списки и файлы
moderate-trust-kind-authority = Сертификат государства
moderate-trust-kind-signer = Подписант документов
moderate-trust-kind-crl = Список отозванных
moderate-trust-state-valid = действует
moderate-trust-state-ending = кончается в течение 90 дней
moderate-trust-state-ended = срок истёк
moderate-trust-state-distrusted = здесь не верят
moderate-trust-subject = Владелец
moderate-trust-serial = Серийный номер
moderate-trust-until = До
moderate-trust-from = С
moderate-trust-issuer = Кем выпущен
moderate-trust-fingerprint = Отпечаток SHA-256
moderate-trust-key = Ключ
moderate-trust-revokes = Отзывает сертификатов
moderate-trust-chain = Куда ведёт
moderate-trust-revocation = Отзыв
moderate-trust-issuers = Подписан
moderate-trust-deviations = Отличается от стандарта, но допускается
moderate-trust-provenance = Откуда взялся
moderate-trust-source-list = Подписанный список
moderate-trust-source-hand = Вручную
moderate-trust-source-directory = Выгрузка каталога
moderate-trust-command-line = командная строка
moderate-trust-signed-by = Подписал:
moderate-trust-signer-until = Сертификат подписавшего кончается
moderate-trust-imported-by = Импортировал:
moderate-trust-chain-trusted = к сертификату, которому верят
moderate-trust-chain-unknown = никуда: издателю не верят
moderate-trust-chain-not-signed = названный издатель его не подписывал
moderate-trust-chain-distrusted = ему или его издателю здесь не верят
moderate-trust-chain-revoked = отозван
moderate-trust-chain-expired = срок сертификата на пути истёк
moderate-trust-chain-early = сертификат на пути ещё не действует
moderate-trust-chain-unauthorised = издатель на пути не вправе выпускать
moderate-trust-revocation-unknown = ни один список о нём не говорит
moderate-trust-revocation-stale = не отозван по устаревшему списку
moderate-trust-revocation-good = не отозван
moderate-trust-distrust = Больше не верить этому сертификату
moderate-trust-distrust-lead = У каждого документа, который ведёт только к нему, издатель станет неизвестным, что бы ни говорили списки. Это можно отменить.
moderate-trust-reason = Почему
moderate-trust-again = Снова верить
moderate-trust-import-lead = Подписанный список принимается, если его подписант закреплён ниже. За отпечаток всего остального ручаетесь вы сами. Вы увидите, что изменится, прежде чем это произойдёт.
moderate-trust-file = Файл со списками, сертификатами или списками отозванных
moderate-trust-file-hint = Мастер-список (.ml), выгрузка международного каталога (.ldif), PEM или DER. Не более 16 мегабайт.
moderate-trust-file-button = Показать, что изменится
moderate-trust-pins = Закреплённые подписанты списков
moderate-trust-pins-lead = Закрепите сертификат государства, которое подписывает списки, или самого подписанта. Берите отпечаток там, где его публикует государство, а не из списка.
moderate-trust-pinned-by = Закрепил:
moderate-trust-unpin = Открепить
moderate-trust-fingerprint-hint = 64 знака: цифры и буквы от a до f. Пробелы и двоеточия не важны.
moderate-trust-pin = Закрепить подписанта
moderate-trust-preview = Что изменится
moderate-trust-preview-lead = Пока ничего не сделано.
moderate-trust-untimely = Срок сертификата подписанта списка не включает сегодняшний день. По возможности запросите у государства более новый список.
moderate-trust-count-items = Внутри
moderate-trust-count-added = Новое
moderate-trust-count-vanished = Исчезло, и ему больше не верят
moderate-trust-unchanged = уже используется
moderate-trust-by-hand = За это ручаетесь только вы
moderate-trust-by-hand-lead = Никто, кому мы верим, за них не подписался. Перед подтверждением сверьте каждый отпечаток с тем, что публикует государство.
moderate-trust-compare = Если один из них совпадает с тем, что государство публикует в другом месте, закрепите его и отправьте файл снова:
moderate-trust-confirm = Импортировать
moderate-trust-cancel = Не импортировать
moderate-trust-why-unpinned = Этот список пропущен: его подписант не закреплён.
moderate-trust-why-signature = Этот список пропущен: подпись неверна.
moderate-trust-why-distrusted = Этот список пропущен: его подписанту здесь не верят.
moderate-trust-why-revoked = Этот список пропущен: его подписант отозван.
moderate-trust-why-not-list-signer = Этот список пропущен: его подписанту не дано право подписывать списки.
moderate-trust-why-future = Пропущено: указана дата из будущего.
moderate-trust-why-older = Пропущено: используемый новее.
moderate-trust-why-unreadable = Пропущено: не сертификат и не список.
moderate-trust-why-not-authority = Пропущено: этот сертификат ничего не выпускает.
moderate-trust-why-crl-unsigned = Этот список отозванных пропущен: никто, кому мы верим, его не подписал. Сначала импортируйте сертификат государства.
moderate-trust-endings = { $count ->
    [one] { $count } сертификат или список скоро кончается или только что истёк.
    [few] { $count } сертификата или списка скоро кончаются или только что истекли.
   *[many] { $count } сертификатов или списков скоро кончаются или только что истекли.
}
moderate-trust-preview-nothing = { $count ->
    [one] Ничего не изменится. { $count } элемент уже есть.
    [few] Ничего не изменится. { $count } элемента уже есть.
   *[many] Ничего не изменится. { $count } элементов уже есть.
}
moderate-trust-and-more = { $count ->
   *[many] И ещё { $count }.
}

## Почта демонстрации

mailbox-title = Почта
mailbox-lead = Письма, SMS и уведомления, которые отправила бы эта демонстрация. Видны только на этом компьютере.
mailbox-empty = Пока ничего не отправлено.
mailbox-to = Кому
mailbox-channel-mail = Письмо
mailbox-channel-sms = SMS
mailbox-channel-push = Уведомление
mailbox-open = Открыть ссылку

home-returned-title = Вы вернулись в организацию
home-returned-lead = Эта страница стоит на месте собственного сайта организации. Она погасила одноразовый код, который пришёл вместе с вами, и получила такой ответ.
home-returned-session = Сеанс
home-returned-status = Состояние
home-returned-json = Ответ в том виде, в каком его даёт программный интерфейс
home-returned-again = Попробовать ещё раз

home-account-title = Ваш аккаунт
home-account-text = Откройте аккаунт или войдите, чтобы увидеть, как он защищён.
home-account-link = Перейти к аккаунту
account-title = Ваш аккаунт
account-open-title = Открыть аккаунт
account-open-lead = Нужны адрес почты и мобильный телефон, которые вы можете прочитать сейчас. Это займёт около пяти минут.
account-open-button = Открыть аккаунт
account-open-link = Открыть аккаунт
account-have-link = У меня есть аккаунт: войти
account-mail-title = Какой у вас адрес почты?
account-mail-lead = Мы пошлём на него код, чтобы убедиться, что он ваш, и будем сообщать туда об изменениях в аккаунте.
account-mail-label = Адрес почты
account-mail-hint = Например, ann@mail.example
account-mail-button = Послать код
account-mail-code-title = Посмотрите почту
account-mail-code-lead = Мы послали код из восьми цифр на { $address }. Он действует 24 часа.
account-mail-code-button = Дальше
account-phone-title = Какой у вас номер мобильного?
account-phone-lead = Мы пошлём на него код в SMS и будем сообщать туда об изменениях в аккаунте. SMS прочтёт и тот, кто завладеет номером, поэтому само по себе SMS ничего не открывает. Ключ доступа или приложение для одобрения надёжнее.
account-phone-label = Номер мобильного
account-phone-hint = В международном виде, например +7 701 123 45 67
account-phone-button = Послать код
account-phone-code-title = Посмотрите на телефон
account-phone-code-lead = Мы послали код из восьми цифр на { $address }. Он действует 10 минут.
account-phone-code-button = Дальше
account-code-label = Код
account-code-hint = Восемь цифр; пробелы не важны
account-no-code = Кода нет?
account-no-sms-1 = На телефоне кончились деньги, он выключен или вне сети.
account-no-sms-2 = Вы сменили оператора, и сообщения ещё идут к прежнему.
account-no-sms-3 = Сообщения с коротких или незнакомых номеров на телефоне заблокированы.
account-no-sms-4 = Память для сообщений заполнена.
account-no-mail-1 = Письмо в папке спама.
account-no-mail-2 = В адресе опечатка: введите его снова.
account-no-mail-3 = Почтовый ящик переполнен.
account-no-mail-4 = Письмо ещё в пути: некоторым серверам нужно несколько минут.
account-again-button = Послать новый код
account-retype-button = Ввести другой адрес
account-choose-title = Выберите, как входить
account-choose-lead = Это понадобится каждый раз, если вы не входите с ключом доступа.
account-choose-button = Открыть мой аккаунт
account-user-label = Имя пользователя
account-user-hint = От 5 до 48 букв и цифр. Никогда не берите личный номер.
account-new-password-label = Пароль
account-new-password-hint = От 8 до 64 знаков; четыре-пять слов легко запомнить и трудно угадать
strength-label = Надёжность пароля
strength-short = Слишком короткий: не меньше 8 знаков
strength-long = Слишком длинный: не больше 64 знаков
strength-characters = В нём есть знак, который нельзя набрать
strength-personal = В нём есть то, что о вас знают другие
strength-context = В нём есть слово, которое здесь пробуют первым
strength-breached = Он стал известен в другом месте: возьмите другой
strength-weak = Легко угадать: добавьте ещё одно слово
strength-good = Трудно угадать
strength-best = Очень трудно угадать
account-sign-in-title = Войдите в аккаунт
account-sign-in-lead = С ключом доступа не нужны ни имя, ни пароль.
account-sign-in-button = Войти
account-name-label = Имя пользователя или почта
account-name-hint = Достаточно одного из двух
account-password-label = Пароль
account-password-hint = Тот, что вы выбрали для этого аккаунта
account-forgot-password-link = Я забыл пароль или хочу открыть заблокированный аккаунт
account-forgot-user-id-link = Я забыл имя пользователя
account-told-password = Новый пароль сохранён. Все браузеры вышли: войдите с ним.
account-told-blocked = Аккаунт заблокирован. Войти не сможет никто, пока вы не выберете новый пароль.
account-told-reminded = Если у этого адреса есть аккаунт, имя пользователя отправлено на него.
account-remind-title = Забыли имя пользователя?
account-remind-lead = Мы пошлём его на адрес вашего аккаунта. Войти можно и с этим адресом.
account-remind-label = Адрес почты
account-remind-hint = Адрес вашего аккаунта
account-remind-button = Послать моё имя
account-recover-title = Выбрать новый пароль
account-recover-lead = Мы пошлём один код на почту, другой на телефон. Нужны оба. Так же снова открывается заблокированный аккаунт; его ключи доступа при этом удаляются.
account-recover-button = Послать коды
account-codes-title = Введите оба кода
account-codes-lead = Если такой аккаунт есть, коды отправлены на его почту и телефон.
account-codes-mail-label = Код из письма
account-codes-mail-hint = Восемь цифр, действует 24 часа
account-codes-phone-label = Код из SMS
account-codes-phone-hint = Восемь цифр, действует 10 минут. Или один из ваших кодов восстановления
account-codes-button = Дальше
account-another-title = Выберите новый пароль
account-another-lead = Все браузеры, в которых выполнен вход, выйдут.
account-another-button = Сохранить этот пароль
account-by-code = подтверждено кодом
account-opened-label = Открыт
account-password-since-label = Пароль выбран
account-change-password-link = Выбрать другой
account-passkeys-title = Ключи доступа
account-passkeys-lead = Входите по отпечатку, лицу или коду устройства. Ключ доступа нельзя угадать или украсть через поддельную страницу.
account-passkey-added = Добавлен
account-passkey-used = последний раз использован
account-passkey-remove = Удалить этот ключ
account-passkey-add = Добавить ключ доступа
account-sessions-title = Где выполнен вход
account-session-this = Этот браузер
account-session-passkey = Вход с ключом доступа
account-session-password = Вход с паролем
account-session-seen = Последний раз виден
account-session-end = Выйти в этом браузере
account-out-title = Выйти в этом браузере?
account-out-lead = Ничего из сохранённого не пропадёт. Другие браузеры и приложение для одобрения останутся как есть.
account-session-others = Выйти во всех остальных
account-block-link = Заблокировать аккаунт
account-block-title = Заблокировать аккаунт?
account-block-lead = Все сеансы закончатся, и войти не сможет никто, вы тоже. Открыть его снова можно с кодами из почты и телефона и новым паролем. Ключи доступа при этом удаляются.
account-block-button = Заблокировать мой аккаунт
account-keep-link = Назад, не блокируя
account-notice-title = Изменение в вашем аккаунте
account-notice-lead = Если это были вы, закройте страницу: ничего не произойдёт. Если нет, заблокируйте аккаунт. Тогда войти не сможет никто, пока владелец не выберет новый пароль.
account-notice-button = Это был не я: заблокировать аккаунт
account-change-password = Пароль изменён.
account-change-passkey-added = Добавлен ключ доступа.
account-change-passkey-removed = Удалён ключ доступа.
account-change-blocked = Аккаунт заблокирован.
account-change-reopened = Аккаунт снова открыт.
level-low = низкий
level-substantial = существенный
level-high = высокий
chip-class-a = прочитан нами и доказал, что он подлинный
chip-class-b = прочитан другим устройством и доказал, что он подлинный
chip-class-c = подписан государством
face-photographed = сравнили с фотографией
face-filmed = сравнили со съёмкой живого лица
face-film-unsure = сравнили; съёмка не дала ясности
face-other-way = сравнили с фотографией вместо съёмки
decided-by-policy = система, по своим правилам
decided-by-moderator = модератор
decided-by-sample = образец документа
enrol-keep-title = Сохраните это на следующий раз
enrol-keep-text = С аккаунтом не нужно снова подтверждать личность там, где сервис его принимает.
enrol-keep-link = Сохранить в аккаунте
account-keep-title = Сохраните свою личность
account-keep-first-lead = Ваша личность подтверждена для { $organisation }. Откройте аккаунт или войдите в свой, чтобы её сохранить.
account-keep-lead = Вот что подтверждено в этом браузере. Оно сохранится в аккаунте { $user }.
account-keep-copied = Данные копируются в ваш аккаунт в зашифрованном виде и остаются там, когда организация стирает свои. Фотографии не копируются. Без вашего согласия их не видит никто.
account-keep-button = Сохранить в моём аккаунте
account-keep-not-link = Не сейчас
account-keep-link-button = Сохранить эту личность
account-pending-title = Подтверждение в этом браузере
account-pending-for = Для { $organisation }
account-pending-link = Продолжить там
account-identity-title = Подтверждённая личность
account-identity-none = Пока нет. Когда сервис подтвердит вас, результат можно сохранить здесь с его последней страницы.
account-identity-document-label = Документ
account-identity-chip-label = Чип
account-identity-face-label = Лицо
account-identity-level-label = Уровень доверия
account-identity-by-label = Кто решил
account-identity-for-label = Подтверждено для
account-identity-verified-label = Когда подтверждено
account-change-identity-kept = Добавлена подтверждённая личность.
authorize-title = Поделиться с { $client }?
authorize-lead = { $organisation } просит об этом, чтобы вы могли войти.
authorize-shared-title = Что будет передано
authorize-name-label = Код для вас
authorize-name-text = По нему сервис узнаёт вас. Он ничего о вас не говорит.
claim-name = Полное имя
claim-age-over-16 = 16 лет или больше
claim-age-over-18 = 18 лет или больше
claim-age-over-21 = 21 год или больше
claim-age-over-65 = 65 лет или больше
claim-age-yes = да
claim-age-no = нет
authorize-missing-title = Чего нет в вашем аккаунте
authorize-missing-essential = Сервис сообщает, что не может без этого обойтись.
authorize-missing-identity = Для этого нужны подтверждённые данные личности. Когда сервис подтвердит вас, результат можно сохранить в аккаунте с его последней страницы. Можно продолжить и без этого.
authorize-offline = Сервис сможет запрашивать это и позже, без вас: не дольше года и не после 30 дней без запросов. Прекратить это можно в разделе подключённых сервисов.
authorize-on-app = Позже сервис сможет попросить вас одобрить что-либо в приложении для одобрения. Вас спросят каждый раз; прекратить это можно в разделе подключённых сервисов.
authorize-others = Сервис также сможет делать от вашего имени:
authorize-resources = С этим согласием сервис может обращаться к:
authorize-host = После этого вы вернётесь на { $host }.
authorize-yes = Поделиться и продолжить
authorize-no = Не делиться
authorize-as = Вы вошли как { $user }.
authorize-other-account = Использовать другой аккаунт
authorize-back-title = Назад на { $host }
authorize-back-link = Продолжить
authorize-sign-in-for = Войдите, чтобы перейти к { $client }.
device-title = Подключить устройство
device-lead = Наберите код, который показывает ваше устройство или программа. Затем вы увидите, что у вас просят.
device-label = Код
device-hint = Восемь букв. Строчные или прописные, с чертой или без неё.
device-button = Дальше
device-yours-title = Только для устройства, которым пользуетесь вы сами
device-yours = Сейчас оно показывает этот код. Тот, кто уговорит вас набрать чужой код, получит ваши данные. Никто не звонит и не пишет вам с нашим кодом.
device-done-title = Вернитесь к устройству
device-done = { $client } продолжит само через несколько секунд. Эту страницу можно закрыть.
device-refused-title = Ничего не передано
device-refused = { $client } узнает, что вы отказались. Эту страницу можно закрыть.
leave-title = Выйти?
leave-client = { $client } направил вас сюда, чтобы выйти.
leave-lead = Тогда вы выйдете из своего аккаунта в этом браузере.
leave-button = Выйти
leave-stay = Остаться
left-title = Вы вышли
left-lead = Эту страницу можно закрыть.
account-prove-title = Покажите ещё раз, что это вы
account-prove-lead = Прежде чем изменится то, чем входят в этот аккаунт, мы спрашиваем снова. Этого хватает на 10 минут.
account-prove-button = Дальше
account-prove-not-link = Назад, ничего не меняя
account-prove-text-title = Код из SMS
account-prove-text-lead = У этого аккаунта есть ключ доступа или приложение для одобрения, поэтому одного пароля для изменений мало. На ваш телефон отправлен код; подойдёт и один из напечатанных.
account-prove-again-link = Запросить новый код
account-passkey-prove = Добавить или удалить ключи доступа
account-back-link = Назад в аккаунт
account-change-password-lead = Во всех других браузерах вход будет завершён.
account-change-mail-link = Изменить почту
account-change-mail-title = Какой у вас новый почтовый адрес?
account-change-mail-lead = Мы пошлём на него код. Когда вы его введёте, он заменит старый адрес, и туда придёт сообщение.
account-change-phone-link = Изменить номер
account-change-phone-title = Какой у вас новый номер мобильного?
account-change-phone-lead = Мы пошлём на него код в SMS. Когда вы его введёте, он заменит старый номер, и туда придёт сообщение.
account-change-again-button = Ввести адрес снова, для нового кода
account-change-mail = Почтовый адрес изменён.
account-change-phone = Номер телефона изменён.
device-android = Устройство Android
device-ios = iPhone или iPad
device-windows = Компьютер с Windows
device-mac = Компьютер Mac
device-linux = Компьютер с Linux
device-other = Неизвестное устройство
account-apps-title = Приложение для одобрения
account-apps-lead = Ваш телефон или планшет одобряет вход вместо пароля. Их может быть три.
account-app-activated = Подключено
account-app-used = последнее одобрение
account-app-blocked = Заблокировано: ничего не одобряет
account-app-block = Заблокировать
account-app-reopen = Снова разрешить
account-app-remove = Удалить
account-app-add = Подключить приложение
account-session-app = Вход через приложение
account-activate-title = Подключение приложения
account-activate-begin-lead = Возьмите телефон или планшет с включённой блокировкой экрана. Мы покажем QR-код, который надо отсканировать; он действует один раз, 3 минуты. Устанавливать ничего не нужно.
account-activate-begin = Показать QR-код
account-activate-lead = Отсканируйте этот QR-код камерой телефона или планшета и откройте адрес, который появится.
account-activate-qr = QR-код для подключения приложения
account-activate-link = Открыть адрес вручную
account-activate-again = Показать новый QR-код
account-activate-done-title = Приложение подключено
account-activate-done = Теперь для вашего аккаунта одобряет это устройство: { $device }. Если оно не ваше, сразу удалите его.
account-approve-button = Через приложение
account-approve-title = Одобрите на телефоне
account-approve-lead = Откройте приложение. Если у аккаунта оно есть, запрос уже там, и нужно это число:
account-approve-number = Число
account-approve-continue = Я одобрил(а)
account-approve-not-yet = Пока не одобрено.
account-approve-refused = Вход отклонён
account-approve-refused-lead = Кто-то отклонил его в приложении или трижды ввёл неверное число.
account-approve-over = Время вышло
account-approve-over-lead = Никто не одобрил вовремя. Запросите ещё раз или войдите иначе.
account-approve-other-link = Войти иначе
app-title = Одобрение
app-none-title = Это устройство пока ничего не одобряет
app-none-lead = Войдите в аккаунт на другом устройстве, выберите подключение приложения и отсканируйте этим устройством появившийся QR-код.
app-for = Для аккаунта { $user }
app-nothing-title = Одобрять нечего
app-nothing-lead = Когда вы где-то входите, эта страница спросит сама. Добавьте её на главный экран, чтобы не искать.
app-push-title = Узнавать, когда что-то ждёт
app-push-lead = Устройство может сообщать вам, пока приложение закрыто. В уведомлении сказано, что вас ждут, но не сказано зачем. Браузер попросит у вас разрешения.
app-push-button = Сообщать мне
app-push-on = Устройство сообщит вам, когда что-то ждёт.
app-push-off = Больше не сообщать
app-push-none = Этот браузер не показывает уведомлений этой страницы. На iPhone и iPad добавьте страницу на главный экран и откройте её оттуда. Пока она открыта, она спрашивает сама.
app-push-note-title = Вас ждёт запрос
app-push-note-text = Нажмите, чтобы увидеть, кто спрашивает, и одобрить или отказать.
app-asks-title = Это вы?
app-asked-on = Запрошено на
app-number-label = Число на другом экране
app-number-hint = Две цифры. Если ни на одном экране перед вами нет числа, спрашивает кто-то другой: откажите.
app-approve = Одобрить
app-deny = Отказать
app-report = Это был не я
app-report-hint = После второй кнопки тот, кто спрашивал, сутки не сможет спрашивать.
app-before-title = Раньше
app-answer-approved = одобрено
app-answer-denied = отказано
app-answer-reported = отказано, сообщено
app-answer-missed = без ответа
app-leave-link = Удалить приложение с этого устройства
app-leave-title = Удалить приложение с этого устройства?
app-leave-lead = Это устройство больше ничего не будет одобрять. Аккаунт, подтверждённые данные и другие приложения останутся. Чтобы снова одобрять здесь, приложение придётся подключить заново: для этого нужен другой способ входа.
app-leave-button = Удалить
app-leave-stay = Оставить
app-left = Приложение удалено с этого устройства.
app-join-title = Сделать устройство приложением для одобрения
app-join-lead = Оно будет одобрять для аккаунта { $user }. Потребуется отпечаток, лицо или код устройства; они его не покидают. Продолжайте, только если QR-код показали вы сами.
app-join-button = Подключить
account-change-app-activated = Подключено приложение для одобрения.
account-change-app-removed = Удалено приложение для одобрения.
account-change-app-blocked = Заблокировано приложение для одобрения.
account-change-app-reopened = Заблокированное приложение снова одобряет.
account-export-link = Скачать ваши данные
account-export-title = Заберите ваши данные
account-export-lead = Файл со всем, что этот аккаунт знает о вас: адреса, подтверждённая личность, ключи доступа, приложения, браузеры, что вы одобрили и на что согласились. Паролей и ключей в нём нет. Храните его надёжно.
account-export-button = Скачать
account-erase-link = Удалить этот аккаунт
account-erase-title = Удалить этот аккаунт?
account-erase-lead = Через 7 дней всё, что он о вас хранит, исчезнет навсегда: адреса, подтверждённая личность, ключи доступа, приложения и вход во все сервисы. До тех пор здесь можно передумать. То, что организации хранят сами, останется у них.
account-erase-button = Удалить через 7 дней
account-erase-not-link = Оставить аккаунт
account-erase-keep = Всё же оставить
account-erasing-title = Этот аккаунт будет удалён
account-erasing = Всё исчезнет в это время:
account-change-erasure-asked = Аккаунт будет удалён через 7 дней.
account-change-erasure-canceled = Аккаунт всё же остаётся.
account-printed-title = Коды восстановления
account-printed-about = Десять кодов на бумаге на случай потери телефона: каждый один раз заменяет SMS при выборе нового пароля.
account-printed-none = У вас их нет.
account-printed-left = { $codes ->
        [one] Остался { $codes } код.
        [few] Осталось { $codes } кода.
       *[other] Осталось { $codes } кодов.
    }
account-printed-link = Создать новые коды
account-printed-lead = Мы покажем десять новых кодов, один раз. Прежние после этого больше не сработают. Они действуют через 5 дней после создания, чтобы никто, вошедший на минуту, не запасся ими.
account-printed-button = Показать новые коды
account-printed-once = Распечатайте эту страницу или запишите коды и храните там же, где паспорт. Показать их снова не сможет никто.
account-printed-done = Я их сохранил(а)
account-change-recovery-codes = Созданы новые коды восстановления.
account-change-recovery-asked = Кто-то доказал вашим документом и живым лицом, что аккаунт принадлежит ему, и ждёт доступа.
account-change-recovered = Аккаунт открыт документом и живым лицом.
account-change-recovery-refused = Кто-то показал ваш документ с другим лицом и получил отказ.
account-change-recovery-stopped = Тот, кто ждал доступа к аккаунту, остановлен.
account-change-release-asked = Кто-то доказал, кто он, и хочет, чтобы аккаунт отпустил эту личность.
account-change-released = Аккаунт отпустил сохранённую личность.
account-change-app-transferring = Приложение для одобрения переходит на другое устройство.
account-change-app-transferred = Приложение для одобрения перешло на другое устройство.
account-change-app-transfer-stopped = Приложение никуда не переходит: это остановлено.
account-app-from = Займёт место другого приложения в это время:
app-transfer-link = Перенести на другое устройство
app-transfer-title = Перенести на другое устройство
app-transfer-lead = Сохраните это устройство, пока всё не закончится. Новое подключается по графическому коду и займёт его место после ожидания, в которое это можно остановить. Заново ничего доказывать не нужно.
app-transfer-button = Одобрить этим устройством
app-transfer-scan = Отсканируйте это камерой нового устройства.
app-transfer-qr = Графический код, который переносит приложение на другое устройство
app-moves-title = Приложение переходит на другое устройство
app-moves = До этого времени оно одобряет здесь:
app-moves-stop = Остановить
app-join-transfer-lead = Это устройство займёт место приложения для одобрения { $user }. Оно начнёт одобрять после ожидания; до тех пор это делает старое.
account-told-stopped = Остановлено. Никто не вошёл.
account-told-forgotten = Этот браузер больше ничего об этом не знает. То, о чём вы просили, остановлено.
account-notice-stop-lead = Если это вы, закройте страницу и ждите. Если нет, остановите это. Если думаете, что ваш документ или аккаунт у кого-то в руках, заблокируйте и аккаунт.
account-notice-stop-button = Это не я: остановить
account-regain-link = Больше ничего не помогает: войти документом и лицом
account-regain-title = Вернуться с помощью документа
account-regain-new-lead = Для тех, кто потерял телефон, пароль и ключи доступа. Нужны документ, по которому вас знает аккаунт, и камера, которая видит лицо. Если тогда читали чип, его прочитают снова. Делайте всё на одном устройстве.
account-regain-wait-label = Время ожидания
account-regain-wait = { $hours ->
        [one] { $hours } час
        [few] { $hours } часа
       *[other] { $hours } часов
    }
account-regain-begin-button = Начать
account-regain-proving-lead = В этом браузере вы доказываете, кто вы, или это кто-то проверяет. Вернитесь сюда, когда всё закончится.
account-regain-proving-link = Продолжить
account-regain-not-proven-lead = Это нельзя использовать: проверка не подтверждена, прошло больше суток, или документ и лицо показаны на другом устройстве. Продолжите там или начните заново.
account-regain-unknown-lead = Ни один аккаунт не знает вас по этому документу. Возможно, знает по прежнему, или вы никогда не сохраняли личность. Можно открыть аккаунт сейчас и сохранить её там.
account-regain-not-alike-lead = Аккаунт, который знает этот документ, насколько мы видим, принадлежит другому. Если он всё же ваш, обратитесь в поддержку: кто-то должен посмотреть вместе с вами.
account-regain-less-sure-lead = Вы подтверждены, но менее надёжно, чем когда аккаунт узнал вас. Этим он не открывается. Начните заново и сделайте недостающее, или пусть аккаунт отпустит вашу личность: в него никто не войдёт, но вы сможете открыть другой и сохранить её там.
account-regain-missing-label = Чего не хватает
account-regain-missing-chip = Чип документа
account-regain-missing-liveness = Видеоидентификация лица
account-regain-missing-level = Подтверждение того же уровня доверия
account-regain-found-lead = Похоже, есть аккаунт, который принадлежит вам. Ваше лицо сравнят с тем, которое он знает. Чтобы никто не вошёл с краденым документом, нужно подождать. Почта и телефон аккаунта получат тогда сообщение и смогут это остановить. До тех пор сервисы никому с этим аккаунтом не доверяют.
account-regain-found-button = Он мой: впустите меня после ожидания
account-regain-release-button = Отпустить мою личность после ожидания
account-regain-again-link = Начать заново
account-regain-waiting-lead = Вернитесь на эту страницу в этом браузере, когда придёт время, и выберите пароль. В течение недели после этого.
account-regain-releasing-lead = В это время аккаунт отпустит вашу личность, если тот, у кого он есть, не остановит это. Тогда можно открыть другой аккаунт, подтвердить себя и сохранить её там.
account-regain-until-label = Не раньше
account-regain-ready-lead = Ваше имя пользователя: { $user }. Выберите пароль. Ключи доступа, приложения, напечатанные коды, сеансы и связи с сервисами сейчас закончатся. Потом смените почту и телефон, если они больше не ваши.
account-regain-ready-button = Войти
account-regain-stop-button = Остановить и забыть меня в этом браузере
account-regain-stopped-lead = Тот, у кого есть аккаунт, остановил это, или время вышло. Если аккаунт ваш, начните заново или обратитесь в поддержку.
account-regain-done-lead = Готово. Войдите с новым паролем.
account-regain-released-lead = Аккаунт отпустил вашу личность. Откройте другой, подтвердите себя и сохраните её там.
account-recovering-title = Кто-то ждёт этот аккаунт
account-recovering-access = Того, кто доказал документом и лицом, что аккаунт его, впустят в это время:
account-recovering-release = По просьбе того, кто доказал, что это его личность, аккаунт отпустит её в это время:
account-recovering-stop = Это не я: остановить
enrol-regain-title = Назад к аккаунту
enrol-regain-text = Вы подтверждены. Остался один шаг, чтобы снова войти в аккаунт.
enrol-regain-link = Перейти к аккаунту
enrol-forget-text = Этим браузером пользуется и кто-то ещё?
enrol-forget-button = Забыть меня здесь
enrol-forgotten-title = Этот браузер вас забыл
enrol-forgotten-lead = Следующий, кто им воспользуется, ничего не увидит о вашем подтверждении. Само подтверждение не меняется.
account-pin-title = ПИН-код приложения для одобрения
account-pin-about = Шесть цифр, которые приложение спрашивает каждый раз, чтобы не одобрял тот, у кого лишь ваш телефон.
account-pin-since = Задан
account-pin-choose-link = Задать ПИН-код
account-pin-change-link = Изменить ПИН-код
account-pin-forgotten-link = Забыли ПИН-код?
account-pin-lead = Шесть цифр, которые приложение спрашивает каждый раз: не ряд цифр, не дата, не из номера телефона.
account-pin-present-label = Нынешний ПИН-код
account-pin-present-hint = Тот, который приложение спрашивает сейчас.
account-pin-new-label = Новый ПИН-код
account-pin-new-hint = Шесть цифр.
account-pin-again-label = Новый ПИН-код ещё раз
account-pin-again-hint = Те же шесть цифр: их не видно.
account-pin-button = Оставить этот ПИН-код
account-pin-forgotten-title = Забыли ПИН-код?
account-pin-forgotten-lead = Через некоторое время мы пошлём на ваш телефон по SMS временный ПИН-код из восьми цифр. С ним вы зададите новый на странице аккаунта. На почту и телефон сразу придёт сообщение, чтобы вы могли остановить это, если это не вы.
account-pin-forgotten-button = Послать временный ПИН-код
account-pin-waiting = Временный ПИН-код придёт на ваш телефон начиная с этого времени:
account-pin-sent = Временный ПИН-код послан на ваш телефон. Он действует до:
account-pin-temporary-link = Ввести временный ПИН-код
account-pin-cancel = Он мне не нужен
account-pin-temporary-title = Задайте новый ПИН-код
account-pin-temporary-lead = Введите временный ПИН-код из SMS и дважды тот, который выбрали.
account-pin-temporary-label = Временный ПИН-код
account-pin-temporary-hint = Восемь цифр из SMS.
account-change-pin = Задан ПИН-код приложения для одобрения.
account-change-pin-locked = ПИН-код приложения для одобрения слишком часто вводили неверно, он заблокирован.
account-change-pin-forgotten = Запрошен временный ПИН-код.
app-pin-label = Ваш ПИН-код
app-pin-hint = Шесть цифр вашего аккаунта, а не код этого устройства.
app-pin-missing = У вашего аккаунта ещё нет ПИН-кода, а без него это приложение ничего не одобряет.
account-code-apps-title = Одноразовые коды
account-code-apps-about = Приложение на телефоне или компьютере каждые полминуты показывает новый код. С ним пароль без кода больше ничего не открывает.
account-code-app-added = Добавлено
account-code-app-used = последний раз использовано
account-code-app-remove = Удалить
account-code-app-add = Добавить приложение для кодов
account-code-app-title = Добавить приложение для кодов
account-code-app-begin-lead = Приготовьте приложение для одноразовых кодов: оно есть в большинстве менеджеров паролей. После этого каждый вход с паролем спросит код.
account-code-app-begin = Показать код-картинку
account-code-app-lead = Отсканируйте эту код-картинку приложением и введите код, который оно покажет.
account-code-app-qr = Код-картинка с секретом приложения
account-code-app-typed = Ввести секрет в приложение самому
account-code-app-name-label = Как вы его называете
account-code-app-name-hint = Например, телефон, на котором оно стоит.
account-code-app-button = Добавить это приложение
account-one-time-label = Код из приложения
account-one-time-hint = Шесть цифр, которые оно показывает сейчас.
account-second-title = Введите код из приложения
account-second-lead = Пароль верный. Этот аккаунт спрашивает ещё и одноразовый код.
account-second-other-link = Войти иначе
account-session-code = Вход с паролем и кодом
account-session-text = Вход с паролем и кодом из SMS
account-change-code-app-added = Добавлено приложение для одноразовых кодов.
account-change-code-app-removed = Удалено приложение для одноразовых кодов.
checkup-title = Проверка безопасности
checkup-lead = Что защищает ваш аккаунт и что ещё можно сделать.
checkup-good = В порядке
checkup-to-do = Стоит сделать
checkup-key-good = Вы можете войти ключом доступа или приложением для одобрения: их нельзя подобрать или выманить.
checkup-key-advice = Вас впускает только пароль. Добавьте ключ доступа или приложение для одобрения: их нельзя подобрать или выманить.
checkup-spare-good = Если вы потеряете одно устройство, вас впустит другое.
checkup-spare-advice = Если вы потеряете единственное устройство, которое вас впускает, останется только пароль. Настройте второе.
checkup-codes-good = Ваши коды восстановления распечатаны.
checkup-codes-advice = Кодов восстановления мало или нет. Распечатайте новые и храните их вместе с документами.
checkup-identity-good = Ваша личность сохранена: с документом и лицом вы войдёте снова, что бы вы ни потеряли.
checkup-identity-advice = Здесь ещё не сохранена личность. Когда организация вас проверит, сохраните её: с документом и лицом вы войдёте снова, что бы вы ни потеряли.
checkup-used-good = Всё, что вас впускает, использовалось за последние полгода.
checkup-used-advice = Что-то из того, что вас впускает, не использовалось полгода. Удалите то, чего у вас больше нет.
checkup-browsers-good = В других браузерах входа нет.
checkup-browsers-advice = Вход выполнен и в других браузерах. Завершите те, которые вам не знакомы.
services-title = Подключённые сервисы
services-lead = Сервисы, в которые вы входите с этим аккаунтом, и что им сообщается.
services-none = Пока нет. Когда сервис направит вас сюда для входа, он появится на этой странице.
services-told = Узнаёт
services-how = как это подтверждено
services-others = Может также
services-resources = Где
services-since = С какого времени
services-used = Последний вход
services-offline = Он может запрашивать это снова без вас.
services-end-link = Отключить
services-end-title = Отключить этот сервис?
services-end-lead = Ему больше ничего не сообщается, и в следующий раз он снова спросит вас. То, что он уже знает, останется у него; открытый там сеанс может ещё продлиться.
services-end-button = Отключить
services-keep = Оставить
history-title = Что происходило
history-lead = Входы, сервисы, ответы в приложении для подтверждений и изменения за последние 365 дней, сначала новые.
history-none = За этот период ничего нет.
history-kind = Что
history-any = Всё
history-kind-sign-in = Входы в учётную запись
history-kind-service = Входы в сервисы
history-kind-consent = На что вы согласились
history-kind-approval = Ответы в приложении для подтверждений
history-kind-change = Изменения
history-from = С
history-until = По (включительно)
history-show = Показать
history-json = Скачать файлом (JSON)
history-older = Раньше
history-service = Вход в сервис
history-consent = Согласие на то, что сервис узнаёт больше
history-approved = Подтверждено в приложении
history-denied = Отклонено в приложении
history-reported = Отклонено и сообщено в приложении
history-text = Их словами
history-asked-by = Кто спросил
history-account = Эта учётная запись
