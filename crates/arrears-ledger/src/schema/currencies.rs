//! The codes of ISO 4217, so that a slip of the pen is told from another currency.

/// Codes of currencies in use, and of those that the euro replaced since 1999 (old invoices may bear them).
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
     BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
     GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
     LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
     PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD \
     TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG CYP EEK HRK LTL LVL MTL SIT SKK";

/// The code that a cell writes: in any case, or as the one sign that stands for one currency only.
pub(crate) fn currency_code(cell: &str) -> Option<&'static str> {
    let cell = cell.trim();
    if cell == "€" {
        return Some("EUR");
    }
    CODES
        .split_whitespace()
        .find(|code| code.eq_ignore_ascii_case(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_in_any_case_and_the_sign_of_one_currency() {
        for (cell, code) in [
            ("EUR", "EUR"),
            ("usd", "USD"),
            (" Gbp ", "GBP"),
            ("€", "EUR"),
        ] {
            assert_eq!(currency_code(cell), Some(code), "{cell}");
        }
        for cell in ["", "ERU", "EURO", "$", "£", "EU", "XXX"] {
            assert_eq!(currency_code(cell), None, "{cell}");
        }
        assert!(CODES.split_whitespace().all(|code| code.len() == 3));
    }
}
