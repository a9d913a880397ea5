/// A scale of colors for values between a minimum and a maximum.
///
/// Viridis, plasma and inferno are matplotlib 3's (CC0), here as 17 anchors with straight lines between, at most 7 of
/// 255 away from the original; red-blue is ColorBrewer 2's RdBu (Apache 2), for differences around 0.
public enum Colormap: String, Sendable, CaseIterable {
  /// Dark violet to yellow; even steps of lightness.
  case viridis
  /// Dark blue over magenta to yellow.
  case plasma
  /// Black over red to pale yellow.
  case inferno
  /// Black to white.
  case gray
  /// Blue for the minimum, white for the middle, red for the maximum.
  case redBlue = "red-blue"

  /// Whether the middle of the scale means something (no difference).
  public var isDiverging: Bool { self == .redBlue }

  /// The color at a fraction of the range; outside of 0…1 the nearest end, for NaN the start.
  public func color(at fraction: Float) -> Color {
    let anchors = self.anchors
    let place = (fraction.isNaN ? 0 : min(max(fraction, 0), 1)) * Float(anchors.count - 1)
    let lower = min(Int(place), anchors.count - 2)
    let weight = place - Float(lower)
    func channel(_ shift: UInt32) -> UInt8 {
      let start = Float(anchors[lower] >> shift & 0xFF)
      let end = Float(anchors[lower + 1] >> shift & 0xFF)
      return UInt8((start + (end - start) * weight).rounded())
    }
    return .rgb(red: channel(16), green: channel(8), blue: channel(0))
  }

  private var anchors: [UInt32] {
    switch self {
    case .viridis: Colormap.viridisAnchors
    case .plasma: Colormap.plasmaAnchors
    case .inferno: Colormap.infernoAnchors
    case .gray: Colormap.grayAnchors
    case .redBlue: Colormap.redBlueAnchors
    }
  }

  private static let viridisAnchors: [UInt32] = [
    0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26828E, 0x21918C, 0x1FA088, 0x28AE80,
    0x3FBC73, 0x5EC962, 0x84D44B, 0xADDC30, 0xD8E219, 0xFDE725,
  ]

  private static let plasmaAnchors: [UInt32] = [
    0x0D0887, 0x310597, 0x4C02A1, 0x6600A7, 0x7E03A8, 0x9511A1, 0xAA2395, 0xBC3587, 0xCC4778, 0xDA5A6A, 0xE66C5C,
    0xF0804E, 0xF89540, 0xFDAC33, 0xFDC527, 0xF8DF25, 0xF0F921,
  ]

  private static let infernoAnchors: [UInt32] = [
    0x000004, 0x0B0724, 0x210C4A, 0x3D0965, 0x57106E, 0x71196E, 0x8A226A, 0xA32C61, 0xBC3754, 0xD24644, 0xE45A31,
    0xF1731D, 0xF98E09, 0xFCAC11, 0xF9CB35, 0xF2EA69, 0xFCFFA4,
  ]

  private static let grayAnchors: [UInt32] = [0x000000, 0xFFFFFF]

  private static let redBlueAnchors: [UInt32] = [
    0x053061, 0x2065AB, 0x4393C3, 0x90C4DD, 0xD1E5F0, 0xF7F6F6, 0xFDDBC7, 0xF3A481, 0xD6604D, 0xB1182B, 0x67001F,
  ]
}
