//! A reason where none was written down: what the ledger's other records tell, the surest first.

use super::collect::Records;
use super::words::{Reason, ReasonWords};
use crate::facts::{Contact, InvoiceFacts};

/// Days after a first or second reminder within which a forgotten invoice is paid.
const REMEMBERED: i32 = 14;

/// The reason that the records of a late invoice point at; `None` where they point at none.
///
/// In this order: bankruptcy; an error in the invoice; a dispute; a promise that was broken; longer terms asked for; calls that nobody
/// answered, without a reply since; paid within a fortnight of a first or second reminder, with nothing else in the way.
pub(super) fn inferred(
    invoice: &InvoiceFacts,
    contacts: &[Contact],
    records: Records,
) -> Option<Reason> {
    let replied = contacts.iter().any(|contact| contact.replied.is_some());
    if records.bankrupt {
        Some(Reason::Insolvency)
    } else if records.billing_error {
        Some(Reason::BillingError)
    } else if invoice.has_dispute {
        Some(Reason::Dispute)
    } else if invoice.n_broken_promises > 0 {
        Some(Reason::NotKept)
    } else if records.terms_asked {
        Some(Reason::CashTrouble)
    } else if records.unanswered && !replied {
        Some(Reason::Unreachable)
    } else if was_remembered(invoice, contacts) {
        Some(Reason::Forgot)
    } else {
        None
    }
}

/// Paid soon after the last contact, which was no more than a second reminder.
fn was_remembered(invoice: &InvoiceFacts, contacts: &[Contact]) -> bool {
    let last = contacts.iter().rfind(|contact| contact.level > 0);
    invoice.settled_on.zip(last).is_some_and(|(settled, last)| {
        last.level <= 2 && (0..=REMEMBERED).contains(&(settled - last.sent))
    })
}

impl ReasonWords {
    /// Whether a dispute's reason says that the invoice itself is wrong.
    pub(super) fn is_billing(&self, text: &str) -> bool {
        const BILLING: [&str; 12] = [
            "billing", "invoic", "price", "pricing", "amount", "factu", "prijs", "prix", "bedrag",
            "montant", "dubbel", "double",
        ];
        match self.read(text) {
            Some(reason @ (Reason::BillingError | Reason::NotReceived)) => {
                reason == Reason::BillingError
            }
            Some(_) => false,
            None => {
                let text = text.to_lowercase();
                BILLING.iter().any(|word| text.contains(word))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inferred as infer;
    use super::*;
    use crate::facts::examples::{DAY, paid, unpaid};
    use crate::facts::follow_up_examples::sent;

    #[test]
    fn the_surest_record_gives_the_reason() {
        let due = DAY - 60;
        let (late, none) = (paid(60, 20), Records::default());
        let first = [sent(due + 14, 1)];
        assert_eq!(infer(&late, &first, none), Some(Reason::Forgot));
        assert_eq!(infer(&late, &[], none), None, "nobody reminded");
        assert_eq!(
            infer(&late, &[sent(due + 1, 3)], none),
            None,
            "a formal notice is no mere reminder"
        );
        assert_eq!(
            infer(&paid(60, 40), &first, none),
            None,
            "26 days after the reminder"
        );
        let records = Records {
            unanswered: true,
            ..none
        };
        assert_eq!(infer(&unpaid(60), &[], records), Some(Reason::Unreachable));
        let replied = [Contact {
            replied: Some(due + 20),
            ..first[0]
        }];
        assert_eq!(infer(&unpaid(60), &replied, records), None);
        let mut contested = unpaid(60);
        (contested.has_dispute, contested.n_broken_promises) = (true, 1);
        assert_eq!(infer(&contested, &first, none), Some(Reason::Dispute));
        let records = Records {
            billing_error: true,
            bankrupt: false,
            ..none
        };
        assert_eq!(
            infer(&contested, &first, records),
            Some(Reason::BillingError)
        );
        let records = Records {
            bankrupt: true,
            ..records
        };
        assert_eq!(infer(&contested, &first, records), Some(Reason::Insolvency));
    }

    #[test]
    fn disputes_about_the_invoice_are_told_from_those_about_the_goods() {
        let words = ReasonWords::default();
        for text in ["billing_error", "price", "Verkeerde prijs", "montant"] {
            assert!(words.is_billing(text), "{text}");
        }
        for text in [
            "quality",
            "not_delivered",
            "invoice_not_received",
            "quantity",
        ] {
            assert!(!words.is_billing(text), "{text}");
        }
    }
}
