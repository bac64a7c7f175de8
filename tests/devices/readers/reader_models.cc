#include "tests/devices/readers/reader_models.h"

#include <algorithm>
#include <cerrno>

namespace yichuang {
namespace {

// Bar Code Scanner page (0x8C): report 2 of length, three characters of symbology, 56 of data,
// more.
constexpr uint8_t kReportDescriptor[] = {
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x15, 0x00, 0x26,
    0xFF, 0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02, 0x05, 0x8C, 0x95,
    0x03, 0x09, 0xFB, 0x09, 0xFC, 0x09, 0xFD, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x82, 0x02,
    0x01, 0x95, 0x01, 0x06, 0x66, 0xFF, 0x09, 0x04, 0x81, 0x02, 0xC0, 0xC0};

void put_utf16(std::vector<uint8_t>& out, const std::string& ascii, size_t bytes) {
  for (size_t i = 0; i < bytes / 2; ++i) {
    out.push_back(i < ascii.size() ? static_cast<uint8_t>(ascii[i]) : ' ');
    out.push_back(0);
  }
}

}  // namespace

// --- HID POS -------------------------------------------------------------------------------------

void HidPosModel::scan(const std::string& code) {
  for (size_t at = 0; at < code.size(); at += kDataBytes) {
    const std::string part = code.substr(at, kDataBytes);
    std::vector<uint8_t> report(64, 0);
    report[0] = 2;
    report[1] = static_cast<uint8_t>(part.size());
    report[2] = ']', report[3] = 'Q', report[4] = '1';
    std::copy(part.begin(), part.end(), report.begin() + 5);
    report[61] = at + kDataBytes < code.size();
    send(std::move(report));
  }
}

std::vector<uint8_t> HidPosModel::descriptors() const {
  return {18, 1, 0x00, 0x02, 0, 0, 0, 64, 0x2E, 0x0C, 0x07, 0x10, 0x00, 0x01, 1, 2, 3, 1,
          // Configuration of 59 bytes, two interfaces.
          9, 2, 59, 0, 2, 1, 0, 0x80, 250,
          // A boot keyboard.
          9, 4, 0, 0, 1, 3, 1, 1, 0, 9, 0x21, 0x11, 0x01, 0, 1, 0x22, 63, 0, 7, 5, 0x81, 3, 8, 0, 1,
          // HID POS.
          9, 4, 1, 0, 1, 3, 0, 0, 0, 9, 0x21, 0x11, 0x01, 0, 1, 0x22, sizeof(kReportDescriptor), 0,
          7, 5, kInEndpoint, 3, 64, 0, 1};
}

std::string HidPosModel::text(int index) const {
  const char* texts[] = {"", "Honeywell", "Reader", "R1"};
  return index >= 1 && index <= 3 ? texts[index] : "";
}

int HidPosModel::control(const UsbControl& request, std::vector<uint8_t>& data) {
  const bool report = request.type == 0x81 && request.request == 6 && request.value >> 8 == 0x22;
  if (!report) return request.type == 0x21 && request.request == 0x0A ? 0 : -EPIPE;
  data.assign(std::begin(kReportDescriptor), std::end(kReportDescriptor));
  if (!other_descriptor_.empty()) data = other_descriptor_;
  return static_cast<int>(data.size());
}

size_t HidPosModel::in(uint8_t endpoint, std::span<uint8_t> space) {
  if (endpoint != kInEndpoint || reports_.empty()) return 0;
  const std::vector<uint8_t> report = std::move(reports_.front());
  reports_.pop_front();
  const size_t count = std::min(report.size(), space.size());
  std::copy_n(report.begin(), count, space.begin());
  return count;
}

// --- SDT -----------------------------------------------------------------------------------------

// GB 11643-1999: the check character of a number of 17 digits.
static char check_character(const std::string& digits) {
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < 17; ++i) sum += kWeights[i] * (digits[i] - '0');
  return "10X98765432"[sum % 11];
}

std::vector<uint8_t> made_up_card(char last_digit_of_serial) {
  std::string number = std::string("1101011949123100") + last_digit_of_serial;
  number += check_character(number);
  std::vector<uint8_t> record{1, 0, 4, 0};  // 256 of text, 1024 of photo
  put_utf16(record, "NOBODY", 30);
  put_utf16(record, "1", 2);
  put_utf16(record, "01", 4);
  put_utf16(record, "19491231", 16);
  put_utf16(record, "NOWHERE", 70);
  put_utf16(record, number, 36);
  put_utf16(record, "", 30 + 16 + 16 + 36);
  record.resize(4 + 256 + 1024, 0x55);
  return record;
}

std::vector<uint8_t> SdtModule::answer(std::span<const uint8_t> bytes) {
  heard_.insert(heard_.end(), bytes.begin(), bytes.end());
  constexpr size_t kCommandBytes = 10;
  std::vector<uint8_t> answers;
  while (heard_.size() >= kCommandBytes) {
    const auto command = static_cast<uint16_t>(heard_[7] << 8 | heard_[8]);
    heard_.erase(heard_.begin(), heard_.begin() + kCommandBytes);
    ++commands;
    if (mute) continue;
    const auto one = carry_out(command);
    answers.insert(answers.end(), one.begin(), one.end());
  }
  return answers;
}

std::vector<uint8_t> SdtModule::carry_out(uint16_t command) {
  switch (command) {
    case 0x2001:
      if (card_.empty() || used_) return frame({0, 0, 0x80});
      return frame({0, 0, 0x9F, 0, 0, 0, 0});
    case 0x2002:
      if (card_.empty() || refuse_select) return frame({0, 0, 0x81});
      return frame({0, 0, 0x90, 0, 0, 0, 0});
    case 0x3001: {
      if (remove_while_reading || card_.empty()) return frame({0, 0, 0x41});
      used_ = true;
      std::vector<uint8_t> body{0, 0, 0x90};
      body.insert(body.end(), card_.begin(), card_.end());
      return frame(std::move(body));
    }
    default:
      return frame({0, 0, 0x90});
  }
}

std::vector<uint8_t> SdtModule::frame(std::vector<uint8_t> body) const {
  size_t length = body.size() + 1;
  if (hostile_length != 0 && body.size() > 100) length = hostile_length;
  std::vector<uint8_t> bytes{0xAA,
                             0xAA,
                             0xAA,
                             0x96,
                             0x69,
                             static_cast<uint8_t>(length >> 8),
                             static_cast<uint8_t>(length)};
  bytes.insert(bytes.end(), body.begin(), body.end());
  uint8_t sum = wrong_checksum ? 0x5A : 0;
  for (size_t i = 5; i < bytes.size(); ++i) sum ^= bytes[i];
  bytes.push_back(sum);
  return bytes;
}

std::vector<uint8_t> SdtUsbModel::descriptors() const {
  return {18,   1,    0x00,
          0x02, 0xFF, 0,
          0,    64,   0x00,
          0x04, 0x5A, 0xC3,
          0x00, 0x01, 0,
          2,    0,    1,  //
          9,    2,    32,
          0,    1,    1,
          0,    0xC0, 1,  //
          9,    4,    0,
          0,    2,    0xFF,
          0,    0,    0,  //
          7,    5,    kOutEndpoint,
          2,    64,   0,
          0,  //
          7,    5,    kInEndpoint,
          2,    64,   0,
          0};
}

int SdtUsbModel::control(const UsbControl&, std::vector<uint8_t>&) { return -EPIPE; }

size_t SdtUsbModel::out(uint8_t, std::span<const uint8_t> bytes) {
  const auto answers = module.answer(bytes);
  to_host_.insert(to_host_.end(), answers.begin(), answers.end());
  return bytes.size();
}

size_t SdtUsbModel::in(uint8_t, std::span<uint8_t> space) {
  const size_t count = std::min({to_host_.size(), space.size(), piece_bytes});
  std::copy_n(to_host_.begin(), count, space.begin());
  to_host_.erase(to_host_.begin(), to_host_.begin() + static_cast<ptrdiff_t>(count));
  return count;
}

}  // namespace yichuang
