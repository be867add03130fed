# The frame and the parts of every page. Numbers, money and days arrive already written.

house-name = Haat
skip-to-main = Go to the main part
rooms = Rooms
more = More
sign-out = Sign out
my-account = My account
drawer = Drawer
float = Float
other-language = বাংলা
other-language-code = bn
language = Language
public-foot = Digital Centres of Bangladesh · for complaints call 333

idle-soon = Nothing was done for a while. Soon you will need your password again. What you wrote is kept.
idle-stay = Keep working

faults-title = Please mend these
fault-prefix = Error:

fault-title = Something went wrong on our side
fault-what = This could not be finished. It is not your fault.
fault-away-title = No work is possible just now
fault-away-what = The store of records does not answer at the moment.
fault-money = Receipts already printed stand. No money of this step was half written.
fault-do = Try again in a little while. If it stays, tell the upazila office this number.
incident = Incident number
try-again = Try again
go-today = Go to today
refusal-code = Code:

# Words that several rooms use.
mobile = Mobile number
centre = Centre
place = Place
day = Day
when = When
since = Since
until = Until
state = State
search = Search
show = Show
next-page = Next page
