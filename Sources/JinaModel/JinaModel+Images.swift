public import Embeddings
import Files
public import Imaging
import Tensors

extension JinaModel {
  /// Whether the checkpoint has a vision tower.
  public var readsImages: Bool { vision != nil }

  /// Computes the tokens of a picture, once for all tasks.
  ///
  /// Memory: six matrices [patches, vision hidden] and what does not grow with the picture; for the first step also the
  /// patches themselves.
  ///
  /// - Parameters:
  ///   - patches: prepared as `imageProcessor` says; let go of as soon as they have been read.
  ///   - tap: is shown the values of each stage.
  ///   - afterLayer: is called after each block; what it throws ends the pass.
  /// - Throws: `JinaModelError.noVisionTower`, what `afterLayer` throws, and `CancellationError` inside of a block where
  ///   the task is cancelled.
  public func imageTokens(
    of patches: consuming PixelPatches, tap: ActivationTap? = nil,
    afterLayer: (EmbeddingProgress.Stage, Int, Int) throws -> Void = { _, _, _ in }
  ) throws -> ImageTokens {
    guard let vision else { throw JinaModelError.noVisionTower }
    precondition(
      patches.values.columns == vision.configuration.patchValues
        && patches.grid.mergeSize == vision.configuration.spatialMergeSize,
      """
      patches of \(patches.values.columns) values merged \(patches.grid.mergeSize) by \(patches.grid.mergeSize) are not \
      the \(vision.configuration.patchValues) values of the vision tower
      """)
    MappedFile.prepareReading()
    let grid = patches.grid.tokens
    let size = patches.size
    let values = try vision(patches, parallel: parallel, precision: precision, tap: tap, afterLayer: afterLayer)
    try checkFiles()
    return ImageTokens(grid: grid, size: size, values: values)
  }

  /// The sequence in which `image` stands in the place of the one image token of `prompt`.
  ///
  /// What is pooled is the image with the tokens that begin and end it.
  ///
  /// - Throws: `JinaModelError.wrongImagePrompt` where there is no such place.
  public func sequence(
    prompt: [Int], image: ImageTokens, tasks: [EmbeddingTask], wantsMultiVector: Bool
  ) throws(JinaModelError) -> MultimodalSequence {
    guard let place = prompt.firstIndex(of: configuration.imageTokenID),
      place > 0, place + 1 < prompt.count, prompt[place - 1] == configuration.visionStartTokenID,
      prompt[place + 1] == configuration.visionEndTokenID,
      !prompt[(place + 1)...].contains(configuration.imageTokenID)
    else { throw .wrongImagePrompt(prompt) }
    return MultimodalSequence(
      prompt: prompt, place: place, image: image, tasks: tasks, wantsMultiVector: wantsMultiVector)
  }
}
