// An announcement as one clip, as the announcer plays it.
#pragma once

#include "display/compose.h"

namespace yichuang::display {

inline speech::Samples read_aloud(const Announcement& announcement, int readings) {
  speech::Samples all = announcement.opening;
  for (int i = 0; i < readings; ++i)
    for (const speech::Samples& sentence : announcement.sentences) speech::append(all, sentence);
  return all;
}

}  // namespace yichuang::display
