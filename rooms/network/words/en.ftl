# The network's words: people, seats, centres, signing in.

nav-people = People
nav-centres = Centres

sign-in-title = Sign in to Haat
sign-in-mobile-hint = 11 digits, for example 01712345678
password = Password
password-hint = At least 15 characters. A few words together are easy to keep in mind. Bangla works too.
sign-in-do = Sign in
sign-in-lost = If you forgot your password, tell the upazila office.
sign-in-check-link = Here to check a receipt?
sign-in-code-title = One more step
sign-in-code = 6-digit code
sign-in-code-hint = As shown by the authenticator on your phone
sign-in-again = Start again
sign-in-ended = Nothing was done for a long while, so sign in again. Your work is kept.
sign-in-wrong = Mobile number and password do not match. Look again and enter them.
sign-in-code-wrong = The code did not match. Enter the next one.

setup-title = First administrator
setup-intro = This is done only once. You need the code that the console showed at the start.
setup-code = One-time code
setup-code-hint = On the screen of the machine that runs Haat
your-name = Your name
setup-do = Make the administrator
setup-made = The administrator is made
setup-scan = Scan this picture with the authenticator on your phone. It will not be shown again.
setup-secret = Or enter this instead

people-title = People and seats
people-find = Name, mobile or centre
people-none = Nobody was found.
seat = Seat
seats = Seats
seats-filled = { $filled } of { $seats } seats filled
seats-of-two = { $filled } of 2
seat-woman = Woman entrepreneur
seat-man = Man entrepreneur
vacant = Vacant
suspended = Suspended
officers = Officers
role = Role
contract = Contract
grants = What they may do
given-by = Given by
held-now = Holds it now
person-no-seat = Holds no seat.
person-no-grant = Has no role.

centres-title = Centres
centres-count = { $count } centres
centres-find = Name or code of a centre
centres-none = No centre was found.
centre-code = Code
centre-union = Union Digital Centre
centre-pourashava = Pourashava Digital Centre
centre-city = City Corporation Digital Centre
centre-open = Open
centre-suspended = Suspended
centre-closed = Closed

my-roles = My roles
sessions = Where you are signed in
sessions-hint = If you do not know one of these, end it.
session-this = This one
session-since = since { $since } · last seen { $seen }
session-end = End
session-end-others = End all the others
session-ended = It was ended there.
