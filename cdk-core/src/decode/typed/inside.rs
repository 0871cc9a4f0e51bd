//! Inside: the members of an object, the elements of an array, the content of an enum's variant.

use std::borrow::Cow;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::key::KeyText;
use super::reader::Reader;
use super::refusal::Refusal;

/// The elements of an array.
pub(super) struct ElementReader<'a, 'de> {
    reader: &'a mut Reader<'de>,
    is_first: bool,
    number: usize,
}

impl<'a, 'de> ElementReader<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>) -> Self {
        Self { reader, is_first: true, number: 0 }
    }

    #[inline(never)]
    fn step(&mut self) -> Result<bool, Refusal> {
        self.reader.step(&mut self.is_first, b']')
    }
}

impl<'de> SeqAccess<'de> for ElementReader<'_, 'de> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Refusal> {
        if !self.step()? {
            return Ok(None);
        }
        let number = self.number;
        self.number += 1;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(Some(value)),
            Err(refusal) => Err(refusal.within(number)),
        }
    }
}

/// The members of an object.
pub(super) struct MemberReader<'a, 'de> {
    reader: &'a mut Reader<'de>,
    is_first: bool,
    /// Where the last key stands.
    key: usize,
}

impl<'a, 'de> MemberReader<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>) -> Self {
        Self { reader, is_first: true, key: 0 }
    }

    #[inline(never)]
    fn key(&mut self) -> Result<Option<Cow<'de, str>>, Refusal> {
        if !self.reader.step(&mut self.is_first, b'}')? {
            return Ok(None);
        }
        self.key = self.reader.at;
        self.reader.key().map(Some)
    }

    #[cold]
    #[inline(never)]
    fn refused(&mut self, refusal: Refusal) -> Refusal {
        self.reader.at = self.key;
        match self.reader.string() {
            Ok(key) => refusal.within(key),
            Err(_) => refusal,
        }
    }
}

impl<'de> MapAccess<'de> for MemberReader<'_, 'de> {
    type Error = Refusal;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Refusal> {
        let Some(key) = self.key()? else { return Ok(None) };
        match seed.deserialize(KeyText(key)) {
            Ok(key) => Ok(Some(key)),
            Err(refusal) => Err(self.refused(refusal)),
        }
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(refusal) => Err(self.refused(refusal)),
        }
    }
}

/// The one member of an object that represents an enum.
pub(super) struct VariantReader<'a, 'de> {
    reader: &'a mut Reader<'de>,
    name: Cow<'de, str>,
}

impl<'a, 'de> VariantReader<'a, 'de> {
    pub(super) fn new(reader: &'a mut Reader<'de>, name: Cow<'de, str>) -> Self {
        Self { reader, name }
    }
}

impl<'de> EnumAccess<'de> for VariantReader<'_, 'de> {
    type Error = Refusal;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Refusal> {
        let variant = seed.deserialize(KeyText(self.name.clone()))?;
        Ok((variant, self))
    }
}

impl<'de> VariantAccess<'de> for VariantReader<'_, 'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        match self.reader.null() {
            Ok(true) => Ok(()),
            Ok(false) => Err(Refusal::custom("a variant without content must be null").within(self.name)),
            Err(refusal) => Err(refusal.within(self.name)),
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Refusal> {
        seed.deserialize(self.reader).map_err(|refusal| refusal.within(self.name))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.reader.deserialize_seq(visitor).map_err(|refusal| refusal.within(self.name))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, Refusal> {
        self.reader.deserialize_map(visitor).map_err(|refusal| refusal.within(self.name))
    }
}
