# The network's words: people, seats, centres, signing in.

nav-people = মানুষ
nav-centres = সেন্টার

sign-in-title = হাটে ঢুকুন
sign-in-mobile-hint = ১১ সংখ্যা, যেমন ০১৭১২৩৪৫৬৭৮
password = পাসওয়ার্ড
password-hint = কমপক্ষে ১৫ অক্ষর। কয়েকটি শব্দ মিলিয়ে নিলে মনে থাকে। বাংলাও চলে।
sign-in-do = ঢুকুন
sign-in-lost = পাসওয়ার্ড ভুলে গেলে উপজেলা অফিসে জানান।
sign-in-check-link = রশিদ যাচাই করতে এসেছেন?
sign-in-code-title = আর এক ধাপ
sign-in-code = ৬ সংখ্যার কোড
sign-in-code-hint = আপনার ফোনের কোড-অ্যাপে যা দেখা যাচ্ছে
sign-in-again = আবার শুরু করুন
sign-in-ended = অনেকক্ষণ কাজ ছিল না, তাই আবার ঢুকতে হবে। আগের কাজ রাখা আছে।
sign-in-wrong = মোবাইল নম্বর আর পাসওয়ার্ড মেলে না। আবার দেখে লিখুন।
sign-in-code-wrong = কোডটা মেলেনি। নতুন কোড এলে লিখুন।

setup-title = প্রথম প্রশাসক
setup-intro = এই কাজ একবারই করা যায়। চালুর সময় পর্দায় যে কোড উঠেছে তা লাগবে।
setup-code = এককালীন কোড
setup-code-hint = যে মেশিনে হাট চলছে তার পর্দায় আছে
your-name = আপনার নাম
setup-do = প্রশাসক বানান
setup-made = প্রশাসক তৈরি হয়েছে
setup-scan = ফোনের কোড-অ্যাপে এই ছবিটা ধরুন। এটা আর দেখানো হবে না।
setup-secret = ছবি না ধরলে এটা লিখুন

people-title = মানুষ ও আসন
people-find = নাম, মোবাইল বা সেন্টার
people-none = কাউকে পাওয়া গেল না।
seat = আসন
seats = আসন
seats-filled = { $seats }টি আসনের { $filled }টিতে মানুষ আছেন
seats-of-two = ২টির { $filled }টি
seat-woman = নারী উদ্যোক্তা
seat-man = পুরুষ উদ্যোক্তা
vacant = আসন খালি
suspended = স্থগিত
officers = কর্মকর্তা
role = ভূমিকা
contract = চুক্তি
grants = যা করতে পারেন
given-by = কে দিয়েছেন
held-now = এখন আছেন
person-no-seat = কোনো আসন নেই।
person-no-grant = কোনো ভূমিকা নেই।

centres-title = সেন্টার
centres-count = { $count }টি সেন্টার
centres-find = সেন্টারের নাম বা কোড
centres-none = কোনো সেন্টার পাওয়া গেল না।
centre-code = কোড
centre-union = ইউনিয়ন ডিজিটাল সেন্টার
centre-pourashava = পৌর ডিজিটাল সেন্টার
centre-city = নগর ডিজিটাল সেন্টার
centre-open = চালু
centre-suspended = স্থগিত
centre-closed = বন্ধ

my-roles = আমার কাজ
sessions = যেখানে ঢুকে আছেন
sessions-hint = অচেনা কিছু দেখলে বের করে দিন।
session-this = এটাই
session-since = { $since } থেকে · শেষ কাজ { $seen }
session-end = বের করে দিন
session-end-others = বাকি সব জায়গা থেকে বের করে দিন
session-ended = সেখান থেকে বের করে দেওয়া হয়েছে।
