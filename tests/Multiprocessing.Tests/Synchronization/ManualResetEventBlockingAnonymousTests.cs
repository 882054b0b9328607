using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ManualResetEventBlockingAnonymousTests() : ManualResetEventContract(WaitForm.Blocking, isNamed: false);
