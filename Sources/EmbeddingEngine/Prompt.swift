public import Embeddings

/// The words the model reads before a text.
///
/// Source: the model card's table of prompts. The reference code forces `Query` for text-matching too, but looks at a
/// property of the model instead of the task of the call; the table is what is meant.
public enum Prompt {
  /// The literal prefix, the blank after the colon included.
  public static func prefix(role: PromptRole, task: EmbeddingTask) -> String {
    switch role {
    case .unprompted: ""
    case .passage where task != symmetricTask: "Passage: "
    case .query, .passage: "Query: "
    }
  }

  /// What the model reads around a picture, whose tokens stand in place of `<|image_pad|>`.
  ///
  /// Source: `modeling_jina_embeddings_v4.py`, `process_images`.
  public static let image =
    "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Describe the image.<|im_end|>\n"

  /// What is left of that where the picture is lost on its way to the model, with its marks or without.
  public static let withoutPicture = [
    image.replacing("<|image_pad|>", with: ""),
    image.replacing("<|vision_start|><|image_pad|><|vision_end|>", with: ""),
  ]

  /// The task whose two sides are alike, so that both are read as queries.
  private static let symmetricTask = EmbeddingTask("text-matching")
}
