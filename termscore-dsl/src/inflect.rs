//! stub
/// All inflections.
pub fn inflections(word: &str) -> Vec<String> { vec![word.to_owned(), format!("{word}s")] }
