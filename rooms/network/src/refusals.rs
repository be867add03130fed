//! Every reason for which this room says no: a closed list for each deed, with the code that programs and words go by.

use base::Refusal;

/// Makes a deed's refusals: `Name "deed" { Variant = "reason", status, "field"; }` gives the enum, the codes
/// `network.deed.reason`, and a line in the list of all of them.
macro_rules! refusals {
    ($($(#[$about:meta])* $name:ident $deed:literal {
        $($(#[$why:meta])* $variant:ident = $reason:literal, $status:literal, $field:literal;)*
    })*) => {
        $(
            $(#[$about])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum $name { $($(#[$why])* $variant),* }

            impl Refusal for $name {
                fn code(&self) -> &'static str {
                    match self { $($name::$variant => concat!("network.", $deed, ".", $reason)),* }
                }

                fn status(&self) -> u16 {
                    match self { $($name::$variant => $status),* }
                }

                fn field(&self) -> Option<String> {
                    let field = match self { $($name::$variant => $field),* };
                    (!field.is_empty()).then(|| field.to_owned())
                }
            }
        )*

        /// The codes of all of them, for the test that each is worded in both languages.
        pub const CODES: &[&str] =
            &[$($(concat!("network.", $deed, ".", $reason),)*)* "network.sign_in.wait"];
    };
}

refusals! {
    /// Opening a centre.
    NotOpened "open_centre" {
        /// The person may not open centres here.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such place.
        NoSuchPlace = "no_such_place", 422, "place";
        /// The place is no union, pourashava or ward, or stands in no district.
        WrongPlace = "wrong_place", 422, "place";
        /// The place has its centre already.
        Taken = "taken", 422, "place";
        /// The code given is not seven digits that begin with the district's.
        CodeWrong = "code_wrong", 422, "code";
        /// Another centre has this code.
        CodeTaken = "code_taken", 422, "code";
        /// The district has 999 centres.
        Full = "full", 422, "place";
        /// The name in Bangla is longer than 120 characters.
        LongName = "long_name", 422, "name_bn";
        /// The name in English is longer than 120 characters.
        LongNameEn = "long_name_en", 422, "name_en";
    }
    /// Registering a person.
    NotRegistered "register_person" {
        /// The caller may not register people at this place.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such place.
        NoSuchPlace = "no_such_place", 422, "place";
        /// No name was given, or one longer than 80 characters.
        Name = "name", 422, "name";
        /// Somebody with this mobile number is registered already.
        MobileTaken = "mobile_taken", 422, "mobile";
    }
    /// Choosing the language of one's account.
    NotChanged "change_language" {
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
    }
    /// Noting that a person passed a course.
    NotNoted "note_course" {
        /// The caller may not manage people where this one belongs.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
        /// Nobody notes a course of their own.
        Yourself = "yourself", 422, "";
        /// The short name of the course is not small Latin letters, digits and low lines.
        Course = "course", 422, "course";
        /// The person passed it before.
        Already = "already", 422, "course";
        /// What proves it is empty, or longer than 200 characters.
        Proof = "proof", 422, "proof";
    }
    /// Suspending a person.
    NotSuspended "suspend_person" {
        /// The caller may not manage people where this one belongs.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
        /// Nobody suspends themselves.
        Yourself = "yourself", 422, "";
        /// The person is suspended already.
        Already = "already", 422, "";
        /// No reason was given.
        NoReason = "no_reason", 422, "reason";
        /// The reason is longer than 1,000 characters.
        LongReason = "long_reason", 422, "reason";
    }
    /// Reinstating a suspended person.
    NotReinstated "reinstate_person" {
        /// The caller may not manage people where this one belongs.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
        /// The person is not suspended.
        NotSuspended = "not_suspended", 422, "";
    }
    /// Suspending a centre or a seat.
    NotStopped "suspend_centre" {
        /// The caller may not suspend centres here.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such centre.
        NoSuchCentre = "no_such_centre", 404, "";
        /// Nobody sits in the seat.
        Vacant = "vacant", 422, "seat";
        /// It is suspended already.
        Already = "already", 422, "";
        /// No reason was given.
        NoReason = "no_reason", 422, "reason";
        /// The reason is longer than 1,000 characters.
        LongReason = "long_reason", 422, "reason";
        /// Nobody would be left to serve, and no centre was named that takes the applications.
        NoReceiver = "no_receiver", 422, "to";
        /// The centre named lies too far, or nobody may serve there either.
        WrongReceiver = "wrong_receiver", 422, "to";
        /// A centre was named though somebody is left to serve.
        StillServed = "still_served", 422, "to";
    }
    /// Reinstating a centre or a seat.
    NotReopened "reinstate_centre" {
        /// The caller may not reinstate centres here.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such centre.
        NoSuchCentre = "no_such_centre", 404, "";
        /// It is not suspended.
        NotSuspended = "not_suspended", 422, "";
    }
    /// Changing where the applications of a centre are served.
    NotRerouted "reroute_queue" {
        /// The caller may not say so here.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such centre.
        NoSuchCentre = "no_such_centre", 404, "";
        /// They are served there already.
        Already = "already", 422, "to";
        /// Nobody may serve at their own centre, so they cannot come back.
        NobodyServes = "nobody_serves", 422, "to";
        /// Somebody may serve at their own centre, so they stay.
        StillServed = "still_served", 422, "to";
        /// The centre named lies too far, or nobody may serve there either.
        WrongReceiver = "wrong_receiver", 422, "to";
    }
    /// Seating a person.
    NotSeated "seat_person" {
        /// The caller may not fill seats here.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such centre.
        NoSuchCentre = "no_such_centre", 404, "";
        /// Nobody with this mobile number is registered.
        NoSuchPerson = "no_such_person", 422, "mobile";
        /// The person is suspended.
        Suspended = "suspended", 422, "mobile";
        /// It is the other seat that this person may sit in.
        WrongSex = "wrong_sex", 422, "mobile";
        /// Somebody sits there.
        Taken = "taken", 422, "seat";
        /// The person sits somewhere already.
        SeatedElsewhere = "seated_elsewhere", 422, "mobile";
        /// The contract ends before it begins.
        Backwards = "backwards", 422, "until";
        /// The contract is over already.
        Over = "over", 422, "until";
        /// The contract begins while the last one of this seat still held.
        Overlapping = "overlapping", 422, "from";
        /// The contract names no stamp.
        NoStamp = "no_stamp", 422, "stamp";
        /// What is given as the stamp's number is longer than 40 characters.
        LongStamp = "long_stamp", 422, "stamp";
        /// The person holds a right that does not go with selling.
        Conflict = "conflict", 422, "mobile";
        /// Nobody seats themselves.
        Yourself = "yourself", 422, "mobile";
    }
    /// Vacating a seat, and the first half of handing one over.
    NotVacated "vacate_seat" {
        /// The caller may not empty seats here.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such centre.
        NoSuchCentre = "no_such_centre", 404, "";
        /// Nobody sits there.
        Vacant = "vacant", 422, "seat";
        /// Another person sits there than the page showed.
        Changed = "changed", 409, "";
        /// Nothing was noted of what was counted and handed over.
        NoNote = "no_note", 422, "note";
        /// The note is longer than 1,000 characters.
        LongNote = "long_note", 422, "note";
    }
    /// Giving a role.
    NotGiven "give_grant" {
        /// The caller may not give this role there: only who holds or hands on all of it, at or below the own place.
        Beyond = "beyond", 403, "";
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
        /// There is no such place.
        NoSuchPlace = "no_such_place", 422, "place";
        /// There is no such role.
        NoSuchRole = "no_such_role", 422, "role";
        /// The role is not held at places of this kind.
        WrongPlace = "wrong_place", 422, "place";
        /// Nobody gives themselves anything.
        Yourself = "yourself", 422, "";
        /// The role comes with a seat and only so.
        WithSeatOnly = "with_seat_only", 422, "role";
        /// The person holds a right that does not go with this one.
        Conflict = "conflict", 422, "role";
        /// The person holds this role there already.
        Already = "already", 422, "role";
        /// It ends before it begins.
        Backwards = "backwards", 422, "until";
    }
    /// Ending a grant.
    NotEnded "end_grant" {
        /// The caller could not have given it.
        Beyond = "beyond", 403, "";
        /// There is no such grant.
        NoSuchGrant = "no_such_grant", 404, "";
        /// It was ended before.
        Already = "already", 422, "";
        /// It ends with the seat and only so.
        WithSeatOnly = "with_seat_only", 422, "";
        /// Nobody ends their own: the last administrator would lock everybody out.
        Yourself = "yourself", 422, "";
    }
    /// Giving a person a one-time code to choose a new password, or taking an authenticator back.
    NotIssued "issue_code" {
        /// The caller may not manage people where this one belongs.
        NotAllowed = "not_allowed", 403, "";
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
        /// A code for oneself comes from another officer.
        Yourself = "yourself", 422, "";
        /// A suspended person is reinstated first.
        Suspended = "suspended", 422, "";
    }
    /// Choosing a password.
    NotChosen "password" {
        /// The one-time code is wrong, used or too old.
        CodeWrong = "code_wrong", 422, "code";
        /// Fewer than 8 characters.
        TooShort = "too_short", 422, "password";
        /// More than 128 characters.
        TooLong = "too_long", 422, "password";
        /// One of those that everybody tries first.
        Known = "known", 422, "password";
        /// The mobile number itself.
        IsMobile = "is_mobile", 422, "password";
        /// There is no such person.
        NoSuchPerson = "no_such_person", 404, "";
    }
    /// Making the first administrator.
    NotSetUp "set_up" {
        /// There is an administrator already: this is done once.
        Done = "done", 404, "";
        /// The code is not the one on the console.
        CodeWrong = "code_wrong", 422, "code";
        /// No name was given, or one longer than 80 characters.
        Name = "name", 422, "name";
        /// Somebody with this mobile number is registered already.
        MobileTaken = "mobile_taken", 422, "mobile";
    }
    /// Signing in.
    NotSignedIn "sign_in" {
        /// Mobile number and password do not belong together. It never tells which of the two is wrong.
        Wrong = "wrong", 401, "";
        /// The person is suspended. Told only to who knows the password.
        Suspended = "suspended", 403, "";
        /// An officer signs in with a code of the authenticator too.
        CodeNeeded = "totp_needed", 401, "code";
        /// The code is wrong or was used before.
        CodeWrong = "totp_wrong", 401, "code";
        /// An officer enrols an authenticator in the browser before using the API.
        EnrolFirst = "enrol_first", 403, "";
        /// The first step was too long ago.
        Late = "late", 401, "";
    }
}

/// Too many tries: come back later. Never for ever, so nobody can lock another out (security.md 4.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// Seconds to wait, at least 1.
    pub seconds: i64,
}

impl Refusal for Wait {
    fn code(&self) -> &'static str {
        "network.sign_in.wait"
    }

    fn status(&self) -> u16 {
        429
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        vec![("wait_s", self.seconds.to_string())]
    }
}

/// For deeds that have no reason to say no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Never {}

impl Refusal for Never {
    fn code(&self) -> &'static str {
        match *self {}
    }
}

/// A try at signing in that was refused: too many of them, or not possible at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotTried {
    /// Too many tries.
    Wait(Wait),
    /// Signing in is not possible.
    No(NotSignedIn),
}

/// A seat was not handed over: the one who sits there cannot leave it, or the one who follows cannot take it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotHandedOver {
    /// Leaving failed.
    Leaving(NotVacated),
    /// Taking failed.
    Taking(NotSeated),
}

/// A refusal that is one of two others.
macro_rules! either {
    ($name:ident, $one:ident, $other:ident) => {
        impl $name {
            fn inner(&self) -> &dyn Refusal {
                match self {
                    $name::$one(refusal) => refusal,
                    $name::$other(refusal) => refusal,
                }
            }
        }

        impl Refusal for $name {
            fn code(&self) -> &'static str {
                self.inner().code()
            }

            fn values(&self) -> Vec<(&'static str, String)> {
                self.inner().values()
            }

            fn status(&self) -> u16 {
                self.inner().status()
            }

            fn field(&self) -> Option<String> {
                self.inner().field()
            }
        }
    };
}

either!(NotTried, Wait, No);
either!(NotHandedOver, Leaving, Taking);
