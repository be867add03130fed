# The frame and the parts of every page. Short, in the villager's Bangla; verb first on buttons.
# Numbers, money and days arrive already written. No term references; a key stands once in the whole house.

house-name = হাট
skip-to-main = মূল অংশে যান
rooms = ঘরগুলো
more = আরও
sign-out = বেরিয়ে যান
my-account = আমার পাতা
drawer = ড্রয়ার
float = ফ্লোট
other-language = English
other-language-code = en
language = ভাষা
public-foot = বাংলাদেশের ডিজিটাল সেন্টার · অভিযোগ থাকলে ৩৩৩ নম্বরে ফোন করুন

idle-soon = অনেকক্ষণ কাজ নেই। একটু পরে আবার পাসওয়ার্ড লাগবে। যা লিখেছেন তা আছে।
idle-stay = কাজে থাকুন

faults-title = এগুলো ঠিক করুন
fault-prefix = ভুল:

fault-title = আমাদের দিকে একটা সমস্যা হয়েছে
fault-what = কাজটা শেষ করা যায়নি। দোষ আপনার নয়।
fault-away-title = এখন কাজ করা যাচ্ছে না
fault-away-what = তথ্য রাখার জায়গাটা এখন সাড়া দিচ্ছে না।
fault-money = যে রশিদ ছাপা হয়েছে তা ঠিক আছে। এই কাজের কোনো টাকা আধাআধি লেখা হয়নি।
fault-do = একটু পরে আবার চেষ্টা করুন। না হলে নিচের নম্বরটা বলে উপজেলা অফিসে জানান।
incident = ঘটনা নম্বর
try-again = আবার চেষ্টা করুন
go-today = আজকের পাতায় যান
refusal-code = কোড:

# Words that several rooms use.
mobile = মোবাইল নম্বর
centre = সেন্টার
place = এলাকা
day = দিন
when = কখন
since = কবে থেকে
until = কত দিন
state = অবস্থা
search = খুঁজুন
show = দেখুন
next-page = পরের পাতা
