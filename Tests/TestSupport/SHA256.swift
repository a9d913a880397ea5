import Crypto

/// The SHA-256 of `bytes` in hexadecimal, for comparing with hashes among the goldens.
public func sha256(_ bytes: some Collection<UInt8>) -> String {
  SHA256.hash(data: Array(bytes)).map { byte in
    let digits = String(byte, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }.joined()
}
