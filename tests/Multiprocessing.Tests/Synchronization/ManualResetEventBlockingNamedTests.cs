using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class ManualResetEventBlockingNamedTests() : ManualResetEventContract(WaitForm.Blocking, isNamed: true);
