// UsbEmulator: the kernel's usbfs in front of a UsbModel, so that an unmodified program with the
// real libusb finds the device on the bus, claims it, and moves data, and so that everything that
// goes wrong on a real bus can be made to go wrong. Built on libumockdev's ioctl handler.
//
// The device node is a symbolic link to a terminal's slave side: its output stopped means "nothing
// to reap", running means POLLOUT, the master closed means POLLERR and POLLHUP: the poll() of real
// usbfs. A plain file would always be ready, and libusb would spin. The other side must ignore
// SIGHUP.
//
// libumockdev serves the ioctls on a thread of its own; the functions here may be called on any
// other thread, one caller at a time.
#pragma once

#include <linux/usbdevice_fs.h>
#include <umockdev.h>

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "tests/devices/usb_model.h"

namespace yichuang {

// Where on the emulated bus, and who.
struct UsbPlace {
  int bus = 1;
  int address = 5;
  std::string port = "1-1";  // the name in sysfs
};

class UsbEmulator {
 public:
  struct Counts {
    uint64_t out_bytes = 0;
    uint64_t in_bytes = 0;
    uint64_t claims = 0;
    uint64_t refused_claims = 0;
    uint64_t cleared_halts = 0;
    uint64_t port_resets = 0;
    uint64_t unknown_ioctls = 0;
  };

  UsbEmulator(UMockdevTestbed* testbed, UsbModel& model);
  ~UsbEmulator();
  UsbEmulator(const UsbEmulator&) = delete;
  UsbEmulator& operator=(const UsbEmulator&) = delete;

  // Makes the node and the sysfs entry, and tells udev.
  void plug(const UsbPlace& place);
  // Pulls the cable: transfers end with ESHUTDOWN, the node hangs up, then udev is told.
  void unplug();
  bool plugged() const;
  // The cable was pulled by unplug_after(); unplug() has still to be called to tell udev.
  bool pulled() const;

  // A program holds an interface.
  bool claimed() const;

  // Runs `change` on the model under the lock, then lets waiting transfers go on.
  void with_model(const std::function<void()>& change);

  // Faults.
  void stall(uint8_t endpoint, bool halted);
  void refuse_next_claim(int error);            // an errno, EBUSY for another program
  void unplug_after(uint64_t out_bytes);        // counted from now
  void end_next_out_short(size_t after_bytes);  // one OUT ends as if done, with fewer bytes
  // Called when unplug_after() strikes, on libumockdev's thread, under the lock: only note it.
  void on_pulled(std::function<void()> noted);

  Counts counts() const;

 private:
  struct Urb {
    UMockdevIoctlData* data;  // the usbdevfs_urb in our memory; we hold a reference
    UMockdevIoctlClient* client;
    uint32_t done = 0;
    usbdevfs_urb& raw() const { return *reinterpret_cast<usbdevfs_urb*>(data->data); }
    uint8_t* buffer() const { return static_cast<uint8_t*>(raw().buffer); }
  };
  struct Answer {
    long result = 0;
    int error = 0;
  };

  static gboolean on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self);
  static void on_vanished(UMockdevIoctlBase*, UMockdevIoctlClient* client, gpointer self);
  void make_node();
  std::string sysfs_record() const;
  std::string real_path_of_node() const;
  std::string node() const;
  std::string sysfs_path() const;

  // All below: the lock is held.
  void handle(UMockdevIoctlClient* client, unsigned long request);
  Answer handle_small(UMockdevIoctlClient* client, unsigned long request);
  Answer reap(UMockdevIoctlClient* client, UMockdevIoctlData* argument);
  Answer discard(UMockdevIoctlData* argument);
  Answer claim(UMockdevIoctlClient* client, unsigned interface_number, bool detach,
               bool spare_usbfs);
  Answer release(const UMockdevIoctlClient* client, unsigned interface_number);
  Answer get_driver(UMockdevIoctlData* argument);
  Answer driver_ioctl(UMockdevIoctlData* argument);
  Answer submit(UMockdevIoctlClient* client, UMockdevIoctlData* argument);
  bool advance(Urb& urb);
  bool advance_control(Urb& urb);
  bool advance_in(Urb& urb);
  bool advance_out(Urb& urb);
  void pump();
  void die();
  void set_pollable(bool pollable);
  void drop_client(const UMockdevIoctlClient* client);

  UMockdevTestbed* const testbed_;
  UMockdevIoctlBase* const ioctls_;

  mutable std::mutex mutex_;
  UsbModel& model_;
  UsbPlace place_;
  bool plugged_ = false;
  bool gone_ = true;
  bool kernel_driver_bound_ = false;
  std::map<unsigned, const UMockdevIoctlClient*> claimed_;
  std::list<Urb> pending_;
  std::list<Urb> completed_;
  std::set<uint8_t> halted_;
  int terminal_master_ = -1;
  int terminal_slave_ = -1;
  bool pollable_ = false;
  int refuse_claim_error_ = 0;
  std::optional<uint64_t> unplug_at_;
  std::optional<size_t> short_after_;
  std::function<void()> pulled_noted_;
  Counts counts_;
};

}  // namespace yichuang
